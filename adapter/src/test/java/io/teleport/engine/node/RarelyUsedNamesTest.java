package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Names that are sent to now and then: what is counted for them is forgotten in between, on both
 * sides, and begins anew with the next message.
 */
@Timeout(60)
class RarelyUsedNamesTest {

  private static final int NAMES = 5;
  private static final int ROUNDS = 60;

  @RegisterExtension final Nodes nodes = new Nodes();

  @Test
  void theyAlwaysHaveTheirWholeCredit() throws Exception {
    LocalNode beta =
        nodes.start(
            "beta@127.0.0.1", s -> s.receiveWindow(128 << 10).tickInterval(Duration.ofMillis(20)));
    Inboxes.Held inbox = new Inboxes.Held();
    for (int i = 0; i < NAMES; i++) {
      beta.register("name" + i, inbox);
    }
    try (BlackHole wire = new BlackHole(Nodes.addressOf(beta))) {
      LocalNode alpha =
          nodes.start(
              "alpha@127.0.0.1",
              s -> s.peer(beta.name(), wire.address()).tickInterval(Duration.ofMillis(20)));
      Random random = new Random(5);
      List<CompletionStage<Void>> stages = new ArrayList<>();
      int expected = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Address to = Address.of("name" + random.nextInt(NAMES), beta.name());
        boolean isConfirmed = random.nextBoolean();
        Passage passage = isConfirmed ? Passage.inOrderOf("key") : Passage.BEST_EFFORT;
        // Three of these are almost the whole credit.
        for (int i = 0; i < 3; i++) {
          Term message = Tuple.of(IntegerTerm.of(round), Binary.wrap(new byte[40 << 10]));
          stages.add(alpha.sendAsync(to, MessageKind.SEND, Sendable.of(message), passage));
        }
        for (int i = 0; i < 3; i++) {
          Tuple received = (Tuple) inbox.nextTerm();
          assertThat(received.get(0)).isEqualTo(IntegerTerm.of(round));
        }
        expected += 3;
        if (round % 20 == 10) {
          wire.cut();
          Nodes.await("it is back", () -> alpha.ping(beta.name()));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(120)));
      }
      for (CompletionStage<Void> stage : stages) {
        stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
      Nodes.await(
          "nothing is counted any more",
          () ->
              alpha.levels().get(Level.CREDIT_ACCOUNTS) == 0
                  && beta.levels().get(Level.CREDIT_ACCOUNTS) == 0);
      assertThat(beta.counters().get(Count.MESSAGES_RECEIVED)).isEqualTo(expected);
      assertThat(alpha.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
      assertThat(beta.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
      assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
    }
  }
}
