package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much a node holds, while messages are under way and when it is at rest again. */
@Timeout(60)
class LevelsTest {

  private static final int KIB = 1024;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held slow = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;

  @BeforeEach
  void startTwoNodes() {
    beta = nodes.start("beta@127.0.0.1", s -> s.receiveWindow(128 * KIB));
    beta.register("slow", slow);
    alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
  }

  @Test
  void whatWaitsForCreditIsCountedUntilItHasLeft() throws Exception {
    Address to = Address.of("slow", beta.name());
    for (int i = 0; i < 5; i++) {
      alpha.send(to, MessageKind.SEND, Binary.wrap(new byte[40 * KIB]));
    }
    Nodes.await("three came", () -> slow.count() == 3);
    Levels held = alpha.levels();
    assertThat(held.get(Level.WAITING)).isEqualTo(2);
    assertThat(held.get(Level.UNCONFIRMED)).isGreaterThanOrEqualTo(2);
    assertThat(held.get(Level.SEND_QUEUE_BYTES)).isGreaterThanOrEqualTo(80 * KIB);

    for (int i = 0; i < 5; i++) {
      slow.next().close();
    }
    Nodes.await("all are confirmed", () -> alpha.levels().get(Level.UNCONFIRMED) == 0);
    assertThat(alpha.levels().get(Level.WAITING)).isZero();
    assertThat(alpha.levels().get(Level.SEND_QUEUE_BYTES)).isZero();
    assertThat(alpha.levels().get(Level.CREDIT_ACCOUNTS)).isEqualTo(1);
    assertThat(beta.levels().get(Level.CREDIT_ACCOUNTS)).isEqualTo(1);
    assertThat(beta.levels().get(Level.REMEMBERED)).isZero();
  }

  @Test
  void aLargeMessageIsCountedUntilItsListenerIsDoneWithIt() throws Exception {
    alpha.send(
        Address.of("slow", beta.name()), MessageKind.SEND, Binary.wrap(new byte[1024 * KIB]));
    try (InboundMessage message = slow.next()) {
      assertThat(message.size()).isGreaterThan(1024 * KIB);
      assertThat(beta.levels().get(Level.CHUNKS_OUT)).isGreaterThanOrEqualTo(16);
    }
    assertThat(beta.levels().get(Level.CHUNKS_OUT)).isZero();
    assertThat(beta.levels().get(Level.CHUNKS_PROMISED)).isZero();
    assertThat(beta.levels().get(Level.CHUNK_BYTES)).isGreaterThanOrEqualTo(1024 * KIB);
    Nodes.await("nothing arrives any more", () -> beta.levels().get(Level.ARRIVING) == 0);
  }

  @Test
  void aCallIsCountedUntilItsAnswerHasCome() throws Exception {
    var answer =
        alpha.callAsync(
            Address.of("slow", beta.name()),
            MessageKind.CALL,
            new Atom("request"),
            Duration.ofSeconds(30));
    try (InboundMessage request = slow.next()) {
      assertThat(alpha.levels().get(Level.PENDING_CALLS)).isEqualTo(1);
      request.responder().orElseThrow().reply(Sendable.of(new Atom("answer")));
    }
    Nodes.await("the answer came", () -> answer.toCompletableFuture().isDone());
    assertThat(alpha.levels().get(Level.PENDING_CALLS)).isZero();
  }

  @Test
  void poolsAndPeersAreCounted() {
    assertThat(alpha.levels().get(Level.POOLS)).isZero();
    alpha.ping(beta.name());
    assertThat(alpha.levels().get(Level.POOLS)).isEqualTo(1);
    assertThat(alpha.levels().get(Level.PEERS)).isEqualTo(1);
    assertThat(alpha.levels().get(Level.ASSOCIATIONS)).isEqualTo(1);
    Nodes.await("the opening is over", () -> alpha.levels().get(Level.OPENINGS) == 0);
    assertThat(beta.levels().get(Level.DESTINATIONS)).isEqualTo(1);
    alpha.close();
    assertThat(alpha.levels().get(Level.POOLS)).isZero();
    assertThat(alpha.levels().get(Level.ASSOCIATIONS)).isZero();
  }
}
