package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Large messages on their way in both directions, on sockets that stand still: nothing small needs
 * those sockets.
 */
@Timeout(120)
class LanesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LARGE = 10 << 20;
  private static final int LARGE_MESSAGES = 3;
  private static final int SMALL_MESSAGES = 500;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held largeAtAlpha = new Inboxes.Held();
  private final Inboxes.Held largeAtBeta = new Inboxes.Held();
  private final Binary content = Binary.wrap(randomBytes());
  private HeldLane bulk;
  private LocalNode alpha;
  private LocalNode beta;

  private static byte[] randomBytes() {
    byte[] bytes = new byte[LARGE];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void holdUpTheBulkSocketsBetweenTwoNodes() throws Exception {
    // Beta has no way to alpha but the sockets that alpha opens.
    InetSocketAddress nowhere =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    NodeName alphaName = NodeName.of("alpha@127.0.0.1");
    beta = nodes.start("beta@127.0.0.1", s -> s.peer(alphaName, nowhere));
    bulk = new HeldLane(Lane.BULK, Nodes.addressOf(beta));
    alpha = nodes.start("alpha@127.0.0.1", s -> s.peer(beta.name(), bulk.address()));
    alpha.register("large", largeAtAlpha);
    beta.register("large", largeAtBeta);
    sendLarge(alpha, beta);
    largeAtBeta.next().close();
    sendLarge(beta, alpha);
    largeAtAlpha.next().close();

    bulk.hold();
    for (int i = 0; i < LARGE_MESSAGES; i++) {
      sendLarge(alpha, beta);
      sendLarge(beta, alpha);
    }
    Nodes.await("large messages arrive at beta", () -> beta.levels().get(Level.ARRIVING) > 0);
    Nodes.await("large messages arrive at alpha", () -> alpha.levels().get(Level.ARRIVING) > 0);
  }

  @AfterEach
  void takeTheWireAway() throws IOException {
    bulk.close();
  }

  @Test
  void callsAreAnswered() throws Exception {
    callsAreAnswered(alpha, beta);
    callsAreAnswered(beta, alpha);

    theLargeOnesComeWhenTheirSocketsMove();
  }

  @Test
  void smallMessagesArriveAndAreConfirmed() throws Exception {
    smallMessagesArrive(alpha, beta);
    smallMessagesArrive(beta, alpha);

    theLargeOnesComeWhenTheirSocketsMove();
  }

  private void sendLarge(LocalNode from, LocalNode to) {
    from.send(Address.of("large", to.name()), MessageKind.SEND, content);
  }

  private void callsAreAnswered(LocalNode from, LocalNode to) {
    to.register("echo", Inboxes.answering(to, request -> request));
    for (int i = 0; i < SMALL_MESSAGES; i++) {
      Term request = IntegerTerm.of(i);
      assertThat(from.call(Address.of("echo", to.name()), MessageKind.CALL, request, PATIENCE))
          .isEqualTo(request);
    }
  }

  private void smallMessagesArrive(LocalNode from, LocalNode to) throws Exception {
    Inboxes.Counting inbox = new Inboxes.Counting();
    to.register("orders", inbox);
    for (int i = 0; i < SMALL_MESSAGES; i++) {
      CompletableFuture<Void> confirmed =
          from.sendAsync(
                  Address.of("orders", to.name()),
                  MessageKind.SEND,
                  Sendable.of(IntegerTerm.of(i)),
                  Passage.CONFIRMED)
              .toCompletableFuture();
      confirmed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(inbox.count).hasValue(SMALL_MESSAGES);
  }

  private void theLargeOnesComeWhenTheirSocketsMove() throws Exception {
    assertThat(largeAtAlpha.count() + largeAtBeta.count()).as("large messages so far").isZero();
    bulk.release();
    for (int i = 0; i < LARGE_MESSAGES; i++) {
      assertThat(largeAtAlpha.nextTerm()).isEqualTo(content);
      assertThat(largeAtBeta.nextTerm()).isEqualTo(content);
    }
  }
}
