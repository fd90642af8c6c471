package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node stops: what was under way comes to its end, in bounded time, here and at its peers. */
@Timeout(30)
class NodeEndTest {

  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(10);

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Inboxes.Held inbox = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private Address orders;

  @BeforeEach
  void startTwoNodes() {
    beta = nodes.start("beta@127.0.0.1", s -> s.shutdownTimeout(Duration.ofMillis(500)));
    alpha =
        nodes.start(
            "alpha@127.0.0.1",
            Nodes.knowing(beta).andThen(s -> s.shutdownTimeout(Duration.ofMillis(500))));
    beta.register("orders", inbox);
    orders = Address.of("orders", beta.name());
  }

  @Test
  void callsUnderWayFailWhenTheCallerStops() throws Exception {
    List<CompletionStage<Term>> calls = calls(20);
    takeAndKeep(20);

    alpha.close();

    for (CompletionStage<Term> call : calls) {
      assertFailed(call);
    }
  }

  @Test
  void callsUnderWayFailWhenTheOtherNodeStops() throws Exception {
    List<CompletionStage<Term>> calls = calls(20);
    takeAndKeep(20);

    beta.close();

    for (CompletionStage<Term> call : calls) {
      assertFailed(call);
    }
    assertThat(alpha.nodes()).isEmpty();
  }

  @RepeatedTest(10)
  void aNodeWhoseStopIsInterruptedCutsItsConnections() throws Exception {
    LocalNode patient = nodes.start("patient@127.0.0.1", s -> s.peerTimeout(LONG));
    LocalNode hurried = nodes.start("hurried@127.0.0.1", Nodes.knowing(patient));
    assertThat(hurried.ping(patient.name())).isTrue();

    Thread.currentThread().interrupt();
    hurried.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(hurried.levels().get(Level.POOLS)).as("pools that still move").isZero();
    Nodes.await("the end is seen", () -> patient.counters().get(Count.POOLS_LOST) > 0);
  }

  @Test
  void aBlockedCallerWakesWhenItsNodeStops() throws Exception {
    FutureTask<Term> call =
        new FutureTask<>(() -> alpha.call(orders, MessageKind.CALL, new Atom("x"), LONG));
    new Thread(call, "caller").start();
    inbox.next().close();

    alpha.close();

    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class);
  }

  @Test
  void aBlockedSenderWakesWhenItsNodeStops() throws Exception {
    Address slow = Address.of("slow", beta.name());
    Inboxes.Held held = new Inboxes.Held();
    beta.register("slow", held);
    assertThat(alpha.ping(beta.name())).isTrue();
    FutureTask<Void> sender =
        new FutureTask<>(
            () -> {
              while (true) {
                alpha.send(slow, MessageKind.SEND, Binary.wrap(new byte[60_000]));
              }
            });
    Thread thread = new Thread(sender, "sender");
    thread.start();
    Nodes.await("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

    alpha.close();

    assertThatThrownBy(() -> sender.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NodeDownException.class);
    while (!held.isEmpty()) {
      held.next().close();
    }
  }

  @Test
  void aStreamUnderWayFailsForItsReaderWhenTheSenderStops() throws Exception {
    alpha.send(orders, MessageKind.SEND, Binary.ofFile(sparse(200 * MIB)));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      assertThat(in.readNBytes(MIB)).hasSize(MIB);

      alpha.close();

      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStreamUnderWayFailsForItsReaderWhenTheReceiverStops() throws Exception {
    alpha.send(orders, MessageKind.SEND, Binary.ofFile(sparse(200 * MIB)));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      assertThat(in.readNBytes(MIB)).hasSize(MIB);

      beta.close();

      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
    Nodes.await("it is a dead letter", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
  }

  @Test
  void aReaderThatWaitsForMemoryIsWokenWhenItsNodeStops() throws Exception {
    LocalNode small =
        nodes.start(
            "small@127.0.0.1",
            s ->
                s.bufferMemory(8L * MIB)
                    .maxMessage(MIB)
                    .receiveWindow(4 * MIB)
                    .shutdownTimeout(Duration.ZERO));
    Inboxes.Held streams = new Inboxes.Held();
    small.register("streams", streams);
    LocalNode sender = nodes.start("sender@127.0.0.1", Nodes.knowing(small));
    Binary file = Binary.ofFile(sparse(64 * MIB));
    List<InboundMessage> open = new ArrayList<>();
    List<InputStream> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sender.send(Address.of("streams", small.name()), MessageKind.SEND, file);
      open.add(streams.next());
      readers.add(((Binary) open.get(i).decode()).openStream());
    }
    FutureTask<Integer> third = new FutureTask<>(readers.get(2)::read);
    Thread thread = new Thread(third, "reader");
    thread.start();
    Nodes.await("it waits for memory", () -> thread.getState() == Thread.State.WAITING);

    small.close();

    assertThatThrownBy(() -> third.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    open.forEach(InboundMessage::close);
  }

  @Test
  void whoWaitsForAPoolIsToldWhenItsNodeStops() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      LocalNode waiting =
          nodes.start(
              "waiting@127.0.0.1",
              s ->
                  s.connectTimeout(LONG)
                      .peer(
                          NodeName.of("silent@127.0.0.1"),
                          (InetSocketAddress) silent.getLocalSocketAddress()));
      FutureTask<Void> sender =
          new FutureTask<>(
              () -> {
                waiting.send(
                    Address.of("orders", "silent@127.0.0.1"), MessageKind.SEND, new Atom("x"));
                return null;
              });
      new Thread(sender, "sender").start();
      try (RawSocket accepted = new RawSocket(silent.accept())) {
        accepted.readFrame();

        waiting.close();

        accepted.awaitClosed();
        assertThatThrownBy(() -> sender.get(20, TimeUnit.SECONDS))
            .hasCauseInstanceOf(NodeDownException.class);
      }
    }
  }

  @Test
  void aSocketThatNeverConnectsIsClosedWhenItsNodeStops() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<SocketChannel> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(full.getLocalSocketAddress());
        waiting.add(channel);
      }
      long before = openFiles();
      LocalNode node =
          nodes.start(
              "waiting@127.0.0.1",
              s ->
                  s.connectTimeout(LONG)
                      .peer(
                          NodeName.of("full@127.0.0.1"),
                          (InetSocketAddress) full.getLocalSocketAddress()));
      FutureTask<Boolean> ping = new FutureTask<>(() -> node.ping(NodeName.of("full@127.0.0.1")));
      Thread thread = new Thread(ping, "pinging");
      thread.start();
      Nodes.await("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

      node.close();

      assertThat(ping.get(20, TimeUnit.SECONDS)).isFalse();
      assertThat(openFiles()).isLessThanOrEqualTo(before);
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void whatWasAcceptedStillLeaves() throws Exception {
    for (int i = 0; i < 200; i++) {
      alpha.send(orders, MessageKind.SEND, Binary.wrap(new byte[i * 1000]));
    }

    alpha.close();

    for (int i = 0; i < 200; i++) {
      inbox.next().close();
    }
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aMessageWhoseListenerStopsItsNodeIsConfirmed() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    Thread closer = new Thread(beta::close, "closer");
    beta.register(
        "stop",
        message -> {
          message.close();
          // The loop stands still meanwhile; what is to be confirmed must have been noted before.
          closer.start();
          Nodes.await(gone);
        });

    alpha.send(Address.of("stop", beta.name()), MessageKind.SEND, new Atom("now"));
    Nodes.await("beta says goodbye", () -> alpha.nodes().isEmpty());
    gone.countDown();

    closer.join();
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void afterAGoodbyeTheNextSendReachesTheRestartedNodeAtOnce() throws Exception {
    int port = beta.listeningAt().getPort();
    for (int i = 0; i < 5; i++) {
      alpha.send(orders, MessageKind.SEND, new Atom("x"));
      inbox.next().close();
      beta.close();
      beta = nodes.start("beta@127.0.0.1", s -> s.port(port));
      beta.register("orders", inbox);
    }
    alpha.send(orders, MessageKind.SEND, new Atom("x"));
    inbox.next().close();
    assertThat(alpha.counters().get(Count.POOLS_LOST)).as("goodbyes are no losses").isZero();
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aNodeThatHasStoppedTakesNothing() {
    alpha.close();
    alpha.close();

    assertThatThrownBy(() -> alpha.send(orders, MessageKind.SEND, new Atom("x")))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("alpha@127.0.0.1 is stopping");
    assertThatThrownBy(
            () -> alpha.callAsync(orders, MessageKind.CALL, new Atom("x"), Duration.ofSeconds(1)))
        .isInstanceOf(TeleportException.class);
    assertThat(alpha.ping(beta.name())).isFalse();
  }

  @Test
  void thePortIsFreeAgainAtOnce() throws Exception {
    alpha.ping(beta.name());
    int port = beta.listeningAt().getPort();
    beta.close();
    try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(again.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void aPortThatIsTakenIsReportedAndLeavesNothingBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long before = openFiles();
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(
                () -> nodes.start("gamma@127.0.0.1", Nodes.withPort(taken.getLocalPort())))
            .hasRootCauseInstanceOf(java.net.BindException.class);
      }
      assertThat(openFiles()).isLessThan(before + 20);
    }
  }

  private static long openFiles() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  private List<CompletionStage<Term>> calls(int count) {
    List<CompletionStage<Term>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(alpha.callAsync(orders, MessageKind.CALL, new Atom("x"), LONG));
    }
    return calls;
  }

  private void takeAndKeep(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      inbox.next().close();
    }
  }

  private static void assertFailed(CompletionStage<Term> call) throws Exception {
    try {
      call.toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("an answer came from nowhere");
    } catch (ExecutionException e) {
      assertThat(e)
          .hasCauseInstanceOf(DeliveryUnknownException.class)
          .hasMessageContaining("it may or may not have been served");
    }
  }

  private Path sparse(int size) throws IOException {
    Path file = directory.resolve("sparse");
    try (RandomAccessFile channel = new RandomAccessFile(file.toFile(), "rw")) {
      channel.setLength(size);
    }
    return file;
  }
}
