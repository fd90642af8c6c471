package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Binary;
import io.teleport.term.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What large messages from Erlang do to others when their listeners are slow, or do not read. */
@RequiresErlang
@Timeout(90)
class SlowListenersIT {

  private static final int BODY = 20_000_000;
  private static final Duration TICK_TIME = Duration.ofSeconds(2);

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch go = new CountDownLatch(1);

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll("erl@127.0.0.1", "-kernel", "net_ticktime", "2");
    erlang.eval("teleport_peer:server(server)");
  }

  @BeforeEach
  void start() {
    node = start(Duration.ofSeconds(20));
    nodes.echo(node, "echo");
  }

  private LocalNode start(Duration sendTimeout) {
    return nodes.start(
        sendTimeout.toSeconds() > 10 ? "app@127.0.0.1" : "brief@127.0.0.1",
        options -> options.withTickTime(TICK_TIME).withTeleportSockets(true),
        settings ->
            settings
                .bufferMemory(16 << 20)
                .maxMessage(4 << 20)
                .receiveWindow(256 << 10)
                .sendTimeout(sendTimeout));
  }

  @AfterEach
  void stop() throws InterruptedException {
    go.countDown();
    nodes.close();
    JavaNodes.await("it is gone", () -> erlang.eval("nodes(hidden)").equals("[]"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitGo() {
    await(go);
  }

  /** Reads the binary that a message is, with a pause after each block. */
  private static long read(io.teleport.engine.node.InboundMessage message, long pauseNanos) {
    long count = 0;
    byte[] block = new byte[64 << 10];
    try (InputStream in = ((Binary) message.decode()).openStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        count += read;
        LockSupport.parkNanos(pauseNanos);
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(String name, String node, int size) {
    erlang.eval("{%s, '%s'} ! binary:copy(<<1>>, %d), ok".formatted(name, node, size));
  }

  private Object next() throws InterruptedException {
    return seen.poll(30, TimeUnit.SECONDS);
  }

  private long deadLetters(LocalNode of) {
    return of.counters().get(Counters.Count.DEAD_LETTERS);
  }

  @Test
  void aSlowReaderHoldsItsSenderUpAndGetsAll() throws InterruptedException {
    nodes.serve(node, "slow", message -> seen.add(read(message, 2_000_000)));
    erlang.begin("{slow, 'app@127.0.0.1'} ! binary:copy(<<1>>, %d), ok".formatted(BODY));
    assertThat(erlang.end()).isEqualTo("ok");
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, x, 20000)")).isEqualTo("x");
    assertThat(next()).isEqualTo((long) BODY);
    assertThat(deadLetters(node)).isZero();
  }

  @Test
  void aConnectionThatStandsStillForLongerThanItsTickTimeIsKept() throws InterruptedException {
    erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, x)");
    nodes.serve(
        node,
        "late",
        message -> {
          seen.add("begun");
          awaitGo();
          seen.add(read(message, 0));
        });
    // The sending process stands still, too.
    erlang.begin("{late, 'app@127.0.0.1'} ! binary:copy(<<1>>, %d), sent".formatted(BODY));
    assertThat(next()).isEqualTo("begun");
    // Longer than any tick time, and not so long that it is given up.
    LockSupport.parkNanos(TICK_TIME.plusMillis(1400).toNanos());
    go.countDown();
    assertThat(next()).isEqualTo((long) BODY);
    assertThat(erlang.end()).isEqualTo("sent");
    assertThat(node.nodes()).hasSize(1);
    assertThat(deadLetters(node)).isZero();
  }

  @Test
  void whatIsNotReadInTimeIsADeadLetterAndTheConnectionGoesOn() throws InterruptedException {
    LocalNode brief = start(Duration.ofMillis(300));
    nodes.echo(brief, "echo");
    nodes.serve(
        brief,
        "never",
        message -> {
          awaitGo();
          try {
            seen.add(read(message, 0));
          } catch (UncheckedIOException e) {
            seen.add(e.getMessage());
          }
        });
    send("never", "brief@127.0.0.1", BODY);
    assertThat(erlang.eval("gen_server:call({echo, 'brief@127.0.0.1'}, x, 20000)")).isEqualTo("x");
    assertThat(deadLetters(brief)).isEqualTo(1);
    go.countDown();
    assertThat(next().toString()).contains("did not begin to read it within 300 ms");
  }

  @Test
  void aTeleportSocketWaitsForAsLongAsItTakesAndNothingElseDoes() throws InterruptedException {
    LocalNode brief = start(Duration.ofMillis(300));
    nodes.echo(brief, "echo");
    nodes.serve(
        brief,
        "late",
        message -> {
          awaitGo();
          seen.add(read(message, 0));
        });
    erlang.begin(
        "S = teleport_peer:teleport(late, 'brief@127.0.0.1', binary:copy(<<1>>, %d)), sent"
            .formatted(BODY));
    for (int i = 0; i < 20; i++) {
      // More than the time after which the distribution connection would go on without it.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      assertThat(brief.ping(NodeName.of("erl@127.0.0.1"))).isTrue();
    }
    assertThat(deadLetters(brief)).isZero();
    go.countDown();
    assertThat(next()).isEqualTo((long) BODY);
    assertThat(erlang.end()).isEqualTo("sent");
  }

  @Test
  void aNameWhoseListenerIsSlowLeavesMemoryForOthers() {
    nodes.serve(node, "hoard", message -> awaitGo());
    erlang.eval(
        "B = binary:copy(<<1>>, 3000000), [{hoard, 'app@127.0.0.1'} ! B || _ <- lists:seq(1, 8)]");
    assertThat(
            erlang.eval(
                "B = binary:copy(<<1>>, 3000000),"
                    + " [B =:= gen_server:call({echo, 'app@127.0.0.1'}, B, 20000)"
                    + " || _ <- lists:seq(1, 5)]"))
        .isEqualTo("[true,true,true,true,true]");
    assertThat(deadLetters(node)).isBetween(5L, 7L);
  }

  @Test
  void aMailboxTakesNoMessageAboveMaxMessage() {
    var mailbox = node.openMailbox();
    nodes.serve(node, "whois", message -> message.responder().orElseThrow().reply(mailbox.pid()));
    erlang.eval(
        "P = gen_server:call({whois, 'app@127.0.0.1'}, pid), P ! binary:copy(<<1>>, %d), P ! small"
            .formatted(BODY));
    assertThat(mailbox.receive(Duration.ofSeconds(20))).hasToString("small");
    assertThat(deadLetters(node)).isEqualTo(1);
    mailbox.close();
  }

  @Test
  void anAnswerAboveMaxMessageFailsItsCallAtOnce() {
    assertThatThrownBy(
            () ->
                node.call(
                    Address.of("server", "erl@127.0.0.1"),
                    MessageKind.CALL,
                    Terms.parse("{binary," + BODY + "}"),
                    Duration.ofSeconds(60)))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("maxMessage");
  }

  @Test
  void aNodeThatIsGoneInTheMiddleOfABodyFailsItsReader() throws Exception {
    PeerNode other = PeerNode.start(cluster.epmd(), "other@127.0.0.1", JavaNodes.COOKIE);
    nodes.serve(
        node,
        "reader",
        message -> {
          try {
            seen.add("begun");
            seen.add(read(message, 20_000_000));
          } catch (UncheckedIOException e) {
            seen.add(e.getMessage());
          }
        });
    other.begin("{reader, 'app@127.0.0.1'} ! binary:copy(<<1>>, 100000000), ok");
    assertThat(next()).isEqualTo("begun");
    other.kill();
    assertThat(next().toString()).contains("the connection was lost while it arrived");
    other.close();
  }
}
