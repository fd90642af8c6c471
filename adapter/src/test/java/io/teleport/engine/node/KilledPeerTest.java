package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The other node's process is killed half-way through a large message, and comes back. */
@Timeout(60)
class KilledPeerTest {

  private static final int HUNDRED_MIB = 100 << 20;
  private static final NodeName VICTIM = NodeName.of("victim@127.0.0.1");

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Inboxes.Held orders = new Inboxes.Held();
  private final Inboxes.Held progress = new Inboxes.Held();
  private final int port = FreePort.find();
  private LocalNode alpha;
  private Path file;

  @BeforeEach
  void startANode() throws IOException {
    alpha =
        nodes.start(
            "alpha@127.0.0.1",
            s ->
                s.reconnectDelayMax(Duration.ofMillis(100))
                    .retention(Duration.ofMillis(500))
                    .peer(VICTIM, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    alpha.register("orders", orders);
    alpha.register("progress", progress);
    file = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(HUNDRED_MIB);
    }
  }

  @Test
  void asReceiver() throws Exception {
    CompletionStage<Term> call;
    try (ForkedNode victim = ForkedNode.start(port, alpha, null)) {
      Nodes.await("it is there", () -> alpha.ping(VICTIM));
      alpha.send(Address.of("orders", VICTIM), MessageKind.SEND, Binary.ofFile(file));
      assertThat(progress.nextTerm()).isEqualTo(new Atom("half"));
      call =
          alpha.callAsync(
              Address.of("orders", VICTIM),
              MessageKind.CALL,
              Binary.ofFile(file),
              Duration.ofMinutes(5));
      assertThat(progress.nextTerm()).isEqualTo(new Atom("half"));
      assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();

      victim.kill();
    }

    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class);
    Nodes.await("it is a dead letter", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
    assertThat(alpha.nodes()).isEmpty();
    assertThat(alpha.counters().get(Count.POOLS_LOST)).isEqualTo(1);
    itCanBeReachedAgain();
  }

  @Test
  void asSender() throws Exception {
    try (ForkedNode victim = ForkedNode.start(port, alpha, file);
        InboundMessage message = orders.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      assertThat(in.readNBytes(10 << 20)).hasSize(10 << 20);

      victim.kill();

      assertThatThrownBy(() -> in.transferTo(java.io.OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class);
    }
    Nodes.await("the memory is back", () -> alpha.memory().chunksCommitted() == 0);
    itCanBeReachedAgain();
  }

  @Test
  void callsFailAtOnceAndSendsWait() throws Exception {
    LocalNode patient =
        nodes.start(
            "patient@127.0.0.1",
            s ->
                s.retention(Duration.ofMinutes(5))
                    .peer(VICTIM, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    Address to = Address.of("orders", VICTIM);
    CompletionStage<Term> call;
    long killed;
    try (ForkedNode victim = ForkedNode.start(port, alpha, null)) {
      Nodes.await("it is there", () -> patient.ping(VICTIM));
      call =
          patient.callAsync(to, MessageKind.CALL, Binary.wrap(new byte[10]), Duration.ofMinutes(5));
      assertThat(progress.nextTerm()).isEqualTo(new Atom("half"));
      killed = System.nanoTime();
      victim.kill();
    }

    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class)
        .hasMessageContaining("it may or may not have been served");
    assertThatThrownBy(
            () -> patient.call(to, MessageKind.CALL, new Atom("who"), Duration.ofMinutes(5)))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("the request was not sent");
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
    CompletionStage<Void> sent =
        patient.sendAsync(to, MessageKind.SEND, Sendable.of(new Atom("x")), Passage.CONFIRMED);
    CompletionStage<Void> large =
        patient.sendAsync(
            to, MessageKind.SEND, Sendable.of(Binary.wrap(new byte[1 << 20])), Passage.CONFIRMED);
    assertThat(patient.nodes()).as("it may come back").containsExactly(VICTIM);
    assertThat(sent.toCompletableFuture().isDone()).isFalse();

    try (ForkedNode again = ForkedNode.start(port, alpha, null)) {
      for (CompletionStage<Void> each : List.of(sent, large)) {
        assertThatThrownBy(() -> each.toCompletableFuture().get(20, TimeUnit.SECONDS))
            .as("another process does not get it, and the one that was killed did not, either")
            .hasCauseInstanceOf(NodeDownException.class)
            .hasMessageContaining("it was not sent");
      }
      assertThat(patient.call(to, MessageKind.CALL, new Atom("who"), Duration.ofSeconds(20)))
          .isEqualTo(new Atom("alive"));
      assertThat(again.isAlive()).isTrue();
    }
  }

  private void itCanBeReachedAgain() throws Exception {
    try (ForkedNode again = ForkedNode.start(port, alpha, null)) {
      Nodes.await("it is there again", () -> alpha.ping(VICTIM));
      Term answer =
          alpha.call(
              Address.of("orders", VICTIM),
              MessageKind.CALL,
              new Atom("who"),
              Duration.ofSeconds(20));
      assertThat(answer).isEqualTo(new Atom("alive"));
      assertThat(again.isAlive()).isTrue();
    }
  }
}
