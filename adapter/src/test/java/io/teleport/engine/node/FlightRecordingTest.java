package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording shows of a node. */
@Timeout(60)
class FlightRecordingTest {

  private static final int KIB = 1024;

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Recording recording = new Recording();
  private final Inboxes.Held orders = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private BlackHole wire;

  @BeforeEach
  void startTwoNodesAndARecording() throws IOException {
    for (String event :
        List.of("NodeUp", "NodeDown", "PoolStarted", "PoolLost", "LargeMessage", "Stall")) {
      recording.enable("io.teleport." + event);
    }
    beta = nodes.start("beta@127.0.0.1", s -> s.receiveWindow(128 * KIB));
    beta.register("orders", orders);
    wire = new BlackHole(Nodes.addressOf(beta));
    alpha =
        nodes.start(
            "alpha@127.0.0.1",
            s ->
                s.peer(beta.name(), wire.address())
                    .sendQueue(256 * KIB)
                    .sendTimeout(Duration.ofSeconds(2)));
  }

  @AfterEach
  void endTheRecording() throws IOException {
    recording.close();
    wire.close();
  }

  private Address to() {
    return Address.of("orders", beta.name());
  }

  /** Returns the events that one node shows of the other. */
  private List<RecordedEvent> events(String name, String other) {
    Path file = directory.resolve(name + ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("io.teleport." + name))
          .filter(event -> event.getString("node").equals(other))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nodesAndPoolsThatComeAndGo() throws Exception {
    recording.start();
    assertThat(alpha.ping(beta.name())).isTrue();
    wire.cut();
    Nodes.await("it is lost", () -> alpha.counters().get(Count.POOLS_LOST) == 1);
    Nodes.await("it is back", () -> alpha.counters().get(Count.POOLS_STARTED) == 2);
    beta.close();
    Nodes.await("it is gone", () -> alpha.nodes().isEmpty());

    assertThat(events("PoolStarted", "beta@127.0.0.1"))
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.getInt("bulkSockets")).isPositive());
    assertThat(events("PoolLost", "beta@127.0.0.1"))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("reason")).isNotEmpty());
    assertThat(events("NodeUp", "beta@127.0.0.1")).hasSize(1);
    assertThat(events("NodeDown", "beta@127.0.0.1"))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("reason")).contains("goodbye"));
  }

  @Test
  void aLargeMessageOnBothNodes() throws Exception {
    recording.start();
    var sent =
        alpha.sendAsync(
            to(), MessageKind.SEND, Sendable.ofValue(new byte[3 << 20]), Passage.CONFIRMED);
    orders.next().close();
    sent.toCompletableFuture().get(20, TimeUnit.SECONDS);
    alpha.send(to(), MessageKind.SEND, Binary.wrap(new byte[900 * KIB]));
    orders.next().close();

    Map<String, String> others = Map.of("beta@127.0.0.1", "sender", "alpha@127.0.0.1", "receiver");
    for (Map.Entry<String, String> other : others.entrySet()) {
      assertThat(events("LargeMessage", other.getKey()))
          .as("one of them is smaller than a mebibyte")
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("destination")).isEqualTo("orders");
                assertThat(event.getString("side")).isEqualTo(other.getValue());
                assertThat(event.getLong("size")).isEqualTo((3L << 20) + 6);
                assertThat(event.getString("outcome")).isIn("confirmed", "complete");
                assertThat(event.getDuration()).isPositive();
              });
    }
  }

  @Test
  void fromWhichSizeOnAMessageIsLargeIsASettingOfTheRecording() throws Exception {
    recording.enable("io.teleport.LargeMessage").with("minimumSize", "200000");
    recording.start();
    for (int size : new int[] {190_000, 210_000}) {
      alpha.send(to(), MessageKind.SEND, Binary.wrap(new byte[size]));
      orders.next().close();
    }
    // A message is handed over a moment before its event ends.
    Nodes.await("they are done with", () -> events("LargeMessage", "alpha@127.0.0.1").size() > 0);
    assertThat(events("LargeMessage", "alpha@127.0.0.1"))
        .singleElement()
        .satisfies(event -> assertThat(event.getLong("size")).isGreaterThan(200_000));
  }

  @Test
  void aDestinationThatTakesNoMore() throws Exception {
    recording.enable("io.teleport.Stall").withThreshold(Duration.ofMillis(100));
    recording.start();
    for (int i = 0; i < 5; i++) {
      // Three find credit, two wait for it.
      alpha.send(to(), MessageKind.SEND, Binary.wrap(new byte[40 * KIB]));
    }
    Nodes.await("three came", () -> orders.count() == 3);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
    for (int i = 0; i < 5; i++) {
      orders.next().close();
    }
    alpha.send(to(), MessageKind.SEND, new Atom("last"));
    orders.next().close();

    assertThat(events("Stall", "beta@127.0.0.1"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("destination")).isEqualTo("orders");
              assertThat(event.getString("cause")).isEqualTo("credit");
              assertThat(event.getString("outcome")).isEqualTo("there was credit");
              assertThat(event.getDuration()).isGreaterThan(Duration.ofMillis(100));
            });
  }

  @Test
  void aThreadThatWaitsForRoomInTheQueue() throws Exception {
    recording.start();
    int accepted = 0;
    try {
      while (true) {
        alpha.send(to(), MessageKind.SEND, Binary.wrap(new byte[40 * KIB]));
        accepted++;
      }
    } catch (io.teleport.BackpressureException e) {
      assertThat(events("Stall", "beta@127.0.0.1"))
          .filteredOn(event -> event.getString("cause").equals("queue"))
          .filteredOn(event -> event.getString("outcome").contains("sendTimeout"))
          .singleElement()
          .satisfies(
              event -> assertThat(event.getDuration()).isGreaterThan(Duration.ofMillis(1900)));
    }
    for (int i = 0; i < accepted; i++) {
      orders.next().close();
    }
  }

  @Test
  void aThreadWhoseStreamIsReadSlowly() throws Exception {
    recording.start();
    Thread sender =
        new Thread(
            () -> {
              InputStream body = new ByteArrayInputStream(new byte[10 << 20]);
              alpha.send(to(), MessageKind.SEND, Binary.ofStream(body));
            },
            "sender");
    sender.start();
    try (InboundMessage message = orders.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      assertThat(in.read()).isZero();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      assertThat(in.readAllBytes()).hasSize((10 << 20) - 1);
    }
    sender.join();
    assertThat(events("Stall", "beta@127.0.0.1"))
        .filteredOn(event -> event.getString("cause").equals("stream"))
        .isNotEmpty();
  }

  @Test
  void nothingIsShownThatNobodyHasAskedFor() throws Exception {
    recording.disable("io.teleport.LargeMessage");
    recording.start();
    alpha.send(to(), MessageKind.SEND, Binary.wrap(new byte[3 << 20]));
    orders.next().close();
    assertThat(events("LargeMessage", "beta@127.0.0.1")).isEmpty();
  }
}
