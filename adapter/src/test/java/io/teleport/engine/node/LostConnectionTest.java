package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All sockets to a peer break while both nodes live. */
@Timeout(60)
class LostConnectionTest {

  private static final int KIB = 1024;

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Inboxes.Held slow = new Inboxes.Held();
  private final Inboxes.Held orders = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private BlackHole wire;

  @BeforeEach
  void startTwoNodesWithAWireBetween() throws IOException {
    // It must not find another way back.
    InetSocketAddress nowhere =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    NodeName alphaName = NodeName.of("alpha@127.0.0.1");
    beta = nodes.start("beta@127.0.0.1", s -> s.receiveWindow(128 * KIB).peer(alphaName, nowhere));
    beta.register("slow", slow);
    beta.register("orders", orders);
    wire = new BlackHole(Nodes.addressOf(beta));
    alpha =
        nodes.start(
            "alpha@127.0.0.1", s -> s.peer(beta.name(), wire.address()).sendQueue(256 * KIB));
  }

  @AfterEach
  void takeTheWireAway() throws IOException {
    wire.close();
  }

  @Test
  void messagesGoOnByTheNextPool() throws Exception {
    for (int i = 0; i < 5; i++) {
      alpha.send(Address.of("orders", beta.name()), MessageKind.SEND, new Atom("x"));
      assertThat(orders.nextTerm()).isEqualTo(new Atom("x"));
      wire.cut();
      long lost = 1L + i;
      Nodes.await("it notices", () -> alpha.counters().get(Count.POOLS_LOST) >= lost);
    }
    assertThat(alpha.nodes()).containsExactly(beta.name());
    assertNothingIsLost();
  }

  @Test
  void whatWasUnderWayArrivesOnce() throws Exception {
    Address to = Address.of("slow", beta.name());
    for (int i = 0; i < 5; i++) {
      alpha.send(to, MessageKind.SEND, Binary.wrap(new byte[40 * KIB]));
    }
    // The window takes three; two wait for credit.
    Nodes.await("three came", () -> slow.count() == 3);
    wire.cut();

    for (int i = 0; i < 5; i++) {
      slow.next().close();
    }
    alpha.send(to, MessageKind.SEND, new Atom("last"));
    assertThat(slow.nextTerm()).isEqualTo(new Atom("last"));
    assertNothingIsLost();
  }

  @Test
  void aLargeMessageGoesOnWhereItWasCut() throws Exception {
    byte[] content = new byte[30 << 20];
    new Random(7).nextBytes(content);
    Address to = Address.of("orders", beta.name());
    for (int i = 0; i < 5; i++) {
      alpha.send(to, MessageKind.SEND, Binary.wrap(content));
      Nodes.await("some has arrived", () -> beta.memory().chunksOut() > 0);
      wire.cut();
      assertThat(orders.nextTerm()).isEqualTo(Binary.wrap(content));
    }
    assertNothingIsLost();
  }

  @Test
  void aStreamGoesOnWhereItWasCut() throws Exception {
    byte[] content = new byte[40 << 20];
    new Random(8).nextBytes(content);
    FutureTask<Void> sending =
        new FutureTask<>(
            () -> {
              Binary body = Binary.ofStream(new java.io.ByteArrayInputStream(content));
              alpha.send(Address.of("orders", beta.name()), MessageKind.SEND, body);
              return null;
            });
    new Thread(sending, "sending").start();
    try (InboundMessage message = orders.next();
        java.io.InputStream in = ((Binary) message.decode()).openStream()) {
      byte[] received = new byte[content.length];
      for (int at = 0; at < content.length; at += 8 << 20) {
        assertThat(in.readNBytes(received, at, 8 << 20)).isEqualTo(8 << 20);
        wire.cut();
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(received).isEqualTo(content);
    }
    sending.get(20, TimeUnit.SECONDS);
    assertNothingIsLost();
  }

  @Test
  void aCallIsAnsweredThoughTheSocketsBreakMeanwhile() throws Exception {
    var answer =
        alpha.callAsync(
            Address.of("orders", beta.name()),
            MessageKind.CALL,
            new Atom("request"),
            java.time.Duration.ofSeconds(30));
    try (InboundMessage request = orders.next()) {
      wire.cut();
      Nodes.await("it notices", () -> beta.counters().get(Count.POOLS_LOST) > 0);
      request.responder().orElseThrow().reply(Sendable.of(new Atom("answer")));
    }
    assertThat(answer.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo(new Atom("answer"));
    assertNothingIsLost();
  }

  private void assertNothingIsLost() {
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(alpha.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
    assertThat(beta.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
    assertThat(orders.isEmpty()).as("nothing comes twice").isTrue();
    assertThat(slow.isEmpty()).as("nothing comes twice").isTrue();
  }

  @Test
  void aMessageThatStillWaitedForRoomGoesByTheNextPool() throws Exception {
    Address to = Address.of("slow", beta.name());
    assertThat(alpha.ping(beta.name())).isTrue();
    FutureTask<Integer> flood =
        new FutureTask<>(
            () -> {
              // Credit for three, then the queue.
              int count = 0;
              while (alpha.counters().get(Count.POOLS_LOST) == 0) {
                alpha.send(to, MessageKind.SEND, Binary.wrap(new byte[40 * KIB]));
                count++;
              }
              return count;
            });
    Thread flooding = new Thread(flood, "flood");
    flooding.start();
    Nodes.await("the queue is full", () -> flooding.getState() == Thread.State.TIMED_WAITING);
    byte[] content = new byte[200 * KIB];
    new Random(5).nextBytes(content);
    Path file = Files.write(directory.resolve("file"), content);
    FutureTask<Void> large =
        new FutureTask<>(
            () -> {
              // So large an envelope finds no room either.
              alpha.send(
                  to,
                  MessageKind.SEND,
                  io.teleport.term.Tuple.of(Binary.wrap(new byte[150 * KIB]), Binary.ofFile(file)));
              return null;
            });
    Thread sending = new Thread(large, "large");
    sending.start();
    Nodes.await("it waits", () -> sending.getState() == Thread.State.TIMED_WAITING);

    wire.cut();

    boolean found = false;
    while (!found) {
      found =
          slow.nextTerm() instanceof io.teleport.term.Tuple tuple
              && tuple.get(1).equals(Binary.wrap(content));
    }
    large.get(20, TimeUnit.SECONDS);
    flood.get(20, TimeUnit.SECONDS);
    Nodes.await("all has arrived", () -> beta.memory().chunksCommitted() == 0);
    while (!slow.isEmpty()) {
      slow.next().close();
    }
    assertThat(alpha.counters().get(Count.POOLS_LOST)).as("the cut, and no more").isEqualTo(1);
  }
}
