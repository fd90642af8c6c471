package io.teleport.erlang;

import io.teleport.engine.etf.TermArbitraries;
import io.teleport.term.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/** Random terms of a seed, which is another one for each run unless it is set. */
final class RandomTerms {

  /** The system property with the seed of a run that is to be repeated. */
  private static final String SEED = "terms.seed";

  private final long seed = Long.getLong(SEED, System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomGenerator<Term> generator = TermArbitraries.terms().generator(1000);

  /** Returns how to repeat this run. */
  String howToRepeat() {
    return "to repeat this run: -D" + SEED + "=" + seed;
  }

  /** Returns a number that is random as the terms are. */
  long number() {
    return random.nextLong();
  }

  /** Returns some terms. */
  List<Term> next(int count) {
    List<Term> terms = new ArrayList<>(count);
    JqwikSession.run(
        () -> {
          for (int i = 0; i < count; i++) {
            terms.add(generator.next(random).value());
          }
        });
    return terms;
  }
}
