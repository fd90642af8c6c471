package io.teleport.erlang;

import io.teleport.engine.etf.TermArbitraries;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BitString;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
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

  /**
   * Returns whether a term has a syntax in which it can be read: those with identifiers in them
   * have none, and some are cut short when they are printed.
   */
  static boolean hasSyntax(Term term) {
    if (term instanceof Tuple tuple) {
      return tuple.elements().stream().allMatch(RandomTerms::hasSyntax);
    }
    if (term instanceof ListTerm list) {
      return list.elements().stream().allMatch(RandomTerms::hasSyntax)
          && list.tail().stream().allMatch(RandomTerms::hasSyntax);
    }
    if (term instanceof MapTerm map) {
      return map.entries().entrySet().stream()
          .allMatch(entry -> hasSyntax(entry.getKey()) && hasSyntax(entry.getValue()));
    }
    if (term instanceof Binary binary) {
      return binary.size() <= 1024;
    }
    if (term instanceof BitString bits) {
      return bits.bitSize() <= 8192;
    }
    if (term instanceof IntegerTerm integer) {
      return integer.bigValue().bitLength() <= 8192;
    }
    if (term instanceof Atom atom) {
      // What erl_scan refuses even between quotes.
      return atom.value().codePoints().noneMatch(c -> c == 0xFFFE || c == 0xFFFF);
    }
    return !(term instanceof Pid
        || term instanceof Port
        || term instanceof Reference
        || term instanceof Fun);
  }
}
