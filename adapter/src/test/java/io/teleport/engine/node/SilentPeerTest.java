package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The connection to a peer stays open, but nothing comes any more. */
@Timeout(60)
class SilentPeerTest {

  private static final Consumer<NodeSettingsBuilder> ALERT =
      settings ->
          settings
              .tickInterval(Duration.ofMillis(50))
              .peerTimeout(Duration.ofMillis(500))
              .retention(Duration.ofMillis(300))
              .shutdownTimeout(Duration.ZERO);

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Inboxes.Held inbox = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private BlackHole wire;
  private Address orders;

  @BeforeEach
  void startTwoNodesWithAWireBetween() throws IOException {
    // It must not find another way back.
    InetSocketAddress nowhere =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    NodeName alphaName = NodeName.of("alpha@127.0.0.1");
    // Who sends much to it waits for credit all the time.
    beta =
        nodes.start(
            "beta@127.0.0.1",
            ALERT.andThen(s -> s.peer(alphaName, nowhere).receiveWindow(128 << 10)));
    beta.register("orders", inbox);
    orders = Address.of("orders", beta.name());
    wire = new BlackHole(Nodes.addressOf(beta));
    alpha = nodes.start("alpha@127.0.0.1", ALERT.andThen(s -> s.peer(beta.name(), wire.address())));
  }

  @AfterEach
  void takeTheWireAway() throws IOException {
    wire.close();
  }

  @Test
  void ticksKeepAnIdleConnection() throws Exception {
    LocalNode patient = nodes.start("patient@127.0.0.1", Nodes.knowing(beta).andThen(ALERT));
    assertThat(patient.ping(beta.name())).isTrue();
    assertThat(alpha.ping(beta.name())).isTrue();
    long lost = beta.counters().get(Count.POOLS_LOST);
    wire.swallow();
    // When the silent one is given up, more than one peerTimeout has passed for the other as well.
    Nodes.await("alpha is given up", () -> beta.counters().get(Count.POOLS_LOST) > lost);

    Nodes.await("alpha is down", () -> beta.nodes().equals(java.util.Set.of(patient.name())));
    assertThat(patient.counters().get(Count.POOLS_STARTED)).isEqualTo(1);
  }

  @Test
  void ticksKeepAConnectionOneSocketOfWhichIsBusy() throws Exception {
    LocalNode busy = nodes.start("busy@127.0.0.1", Nodes.knowing(beta).andThen(ALERT));
    assertThat(busy.ping(beta.name())).isTrue();
    assertThat(alpha.ping(beta.name())).isTrue();
    long lost = beta.counters().get(Count.POOLS_LOST);
    FutureTask<Void> flood =
        new FutureTask<>(
            () -> {
              while (true) {
                busy.send(orders, MessageKind.SEND, Binary.wrap(new byte[50_000]));
              }
            });
    new Thread(flood, "flood").start();
    // So it has been busy for longer than the other one is silent when that is given up.
    for (int i = 0; i < 2_000; i++) {
      inbox.next().close();
    }
    wire.swallow();

    while (beta.counters().get(Count.POOLS_LOST) == lost) {
      inbox.next().close();
    }

    Nodes.await("alpha is down", () -> beta.nodes().equals(java.util.Set.of(busy.name())));
    assertThat(beta.counters().get(Count.POOLS_LOST)).isEqualTo(lost + 1);
    assertThat(busy.counters().get(Count.POOLS_LOST)).isZero();
    busy.close();
    assertThatThrownBy(flood::get).hasCauseInstanceOf(TeleportException.class);
  }

  @Test
  void aCallFailsWhenThePeerFallsSilent() throws Exception {
    CompletionStage<Term> call =
        alpha.callAsync(orders, MessageKind.CALL, new Atom("x"), Duration.ofMinutes(5));
    inbox.next().close();

    wire.swallow();

    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class)
        .hasMessageContaining("no sign of life")
        .hasMessageContaining("peerTimeout is 500 ms");
    Nodes.await("the other side notices, too", () -> beta.nodes().isEmpty());
  }

  @Test
  void aStreamUnderWayFailsForItsReader() throws Exception {
    Path file = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(200L << 20);
    }
    alpha.send(orders, MessageKind.SEND, Binary.ofFile(file));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      assertThat(in.readNBytes(1 << 20)).hasSize(1 << 20);

      wire.swallow();

      assertThatThrownBy(() -> in.transferTo(java.io.OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no sign of life");
    }
    Nodes.await("it is a dead letter", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
  }

  @Test
  void aNodeStopsThoughItsPeerIsSilent() {
    assertThat(alpha.ping(beta.name())).isTrue();
    wire.swallow();
    alpha.send(orders, MessageKind.SEND, new Atom("lost"));

    alpha.close();

    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isEqualTo(1);
  }
}
