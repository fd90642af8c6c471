package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.AuthenticationException;
import io.teleport.DeliveryUnknownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Wrong cookies, names that clash, nodes that die or stand still, an EPMD that is restarted. */
@RequiresErlang
@Timeout(90)
class HardTimesIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final NodeName ERLANG = NodeName.of("erl@127.0.0.1");
  private static final Address SERVER = Address.of("server", ERLANG);

  @RegisterExtension static final Cluster cluster = new Cluster();

  @TempDir private Path directory;
  private PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();

  private void startErlang(String... more) throws IOException, InterruptedException {
    erlang = cluster.startErlang(ERLANG.toString(), more);
    erlang.eval("teleport_peer:server(server)");
  }

  private static Term call(LocalNode node, String request) {
    return node.call(SERVER, MessageKind.CALL, Terms.parse(request), LONG);
  }

  @Test
  void anotherCookieIsRefusedInBothDirections() throws IOException, InterruptedException {
    startErlang();
    LocalNode node =
        nodes.start(
            "app@127.0.0.1", options -> options.withCookie("another_cookie"), settings -> {});
    assertThatThrownBy(() -> call(node, "{reply,1}"))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("erlangCookie");
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pang");
    JavaNodes.await(
        "the refusal is counted", () -> node.counters().get(Counters.Count.HANDSHAKES_REFUSED) > 0);
  }

  @Test
  void aNodeMayHaveACookieOfItsOwnForUs() throws IOException, InterruptedException {
    startErlang();
    LocalNode node =
        nodes.start(
            "app@127.0.0.1", options -> options.withCookie("another_cookie"), settings -> {});
    erlang.eval("erlang:set_cookie('app@127.0.0.1', another_cookie)");
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
    assertThat(call(node, "{reply,1}")).hasToString("1");
  }

  @Test
  void weMayHaveACookieForANodeOfItsOwn() throws IOException, InterruptedException {
    startErlang();
    LocalNode node =
        nodes.start(
            "app@127.0.0.1",
            options ->
                options.withCookie("another_cookie").withCookies(Map.of(ERLANG, JavaNodes.COOKIE)),
            settings -> {});
    assertThat(call(node, "{reply,1}")).hasToString("1");
    erlang.eval("erlang:disconnect_node('app@127.0.0.1')");
    JavaNodes.await("it is gone", () -> node.nodes().isEmpty());
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
    try (PeerNode other = PeerNode.start(cluster.epmd(), "other@127.0.0.1", "another_cookie")) {
      assertThat(other.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
    }
    try (PeerNode third = PeerNode.start(cluster.epmd(), "third@127.0.0.1", JavaNodes.COOKIE)) {
      assertThat(third.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pang");
    }
  }

  @Test
  void aNameThatIsTakenIsWaitedFor() throws IOException, InterruptedException {
    startErlang();
    LocalNode node = nodes.startUnregistered(ERLANG.toString(), options -> options, settings -> {});
    // It stays what it is, and takes the name as soon as it is free.
    assertThat(node.isRegisteredWithEpmd()).isFalse();
    erlang.close();
    JavaNodes.await("the name is free", node::isRegisteredWithEpmd);
  }

  @Test
  void aCallFailsWhenItsNodeIsKilled() throws Exception {
    startErlang();
    LocalNode node = nodes.start("app@127.0.0.1");
    call(node, "{reply,1}");
    CompletionStage<Term> stage =
        node.callAsync(SERVER, MessageKind.CALL, Terms.atom("never"), LONG);
    // Whose answer says that the one before has left: else nobody could have had it.
    call(node, "{reply,1}");
    erlang.kill();
    assertThatThrownBy(() -> stage.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DeliveryUnknownException.class);
    JavaNodes.await("it is gone", () -> node.nodes().isEmpty());
  }

  @Test
  void aNodeThatIsKilledWhileItSendsLeavesNoMemoryBehind() throws Exception {
    startErlang();
    LocalNode node = nodes.start("app@127.0.0.1");
    nodes.keep(node, "sink");
    erlang.begin(
        "B = binary:copy(<<1>>, 20000000),"
            + " [{sink, 'app@127.0.0.1'} ! B || _ <- lists:seq(1, 100)]");
    JavaNodes.await("it sends", () -> node.counters().get(Counters.Count.MESSAGES_RECEIVED) > 0);
    erlang.kill();
    JavaNodes.await("it is gone", () -> node.nodes().isEmpty());
    JavaNodes.await("its memory is back", () -> node.memory().chunksCommitted() == 0);
  }

  @Test
  void aNodeThatIsKilledWhileItReadsLeavesNoMemoryBehind() throws Exception {
    startErlang();
    LocalNode node = nodes.start("app@127.0.0.1");
    call(node, "{reply,1}");
    erlang.signal("STOP");
    Term large = Binary.wrap(new byte[30_000_000]);
    node.send(SERVER, MessageKind.SEND, large);
    erlang.kill();
    JavaNodes.await("it is gone", () -> node.nodes().isEmpty());
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void aNodeThatStandsStillCountsAsDown() throws Exception {
    startErlang("-kernel", "net_ticktime", "4");
    LocalNode node =
        nodes.start(
            "app@127.0.0.1",
            options -> options.withTickTime(Duration.ofSeconds(4)),
            settings -> {});
    call(node, "{reply,1}");
    erlang.signal("STOP");
    long begin = System.nanoTime();
    assertThatThrownBy(() -> call(node, "{reply,1}"))
        .isInstanceOf(DeliveryUnknownException.class)
        .hasMessageContaining("erlangTickTime");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(12));
    erlang.signal("CONT");
    JavaNodes.await("it is back", () -> node.ping(ERLANG));
  }

  @Test
  void anIdleConnectionStaysUpForManyTickTimes() throws Exception {
    startErlang("-kernel", "net_ticktime", "1");
    LocalNode node =
        nodes.start(
            "app@127.0.0.1",
            options -> options.withTickTime(Duration.ofSeconds(1)),
            settings -> {});
    call(node, "{reply,1}");
    assertThat(
            erlang.eval(
                "erlang:monitor_node('app@127.0.0.1', true),"
                    + " receive {nodedown, _} -> down after 5000 -> up end"))
        .isEqualTo("up");
    assertThat(node.nodes()).containsExactly(ERLANG);
  }

  @Test
  void epmdMayBeRestarted() throws Exception {
    LocalNode node = nodes.start("app@127.0.0.1");
    cluster.epmd().kill();
    JavaNodes.await("the connection is lost", () -> !node.isRegisteredWithEpmd());
    cluster.epmd().restart();
    JavaNodes.await("it is registered again", node::isRegisteredWithEpmd);
    startErlang();
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
  }

  @Test
  void twoNodesThatConnectAtOnceEndUpConnected() throws Exception {
    startErlang();
    for (int i = 0; i < 20; i++) {
      String name = (i % 2 == 0 ? "a" : "z") + i + "@127.0.0.1";
      LocalNode node = nodes.start(name);
      nodes.echo(node, "echo");
      erlang.begin("gen_server:call({echo, '" + name + "'}, x)");
      assertThat(call(node, "{reply,1}")).as(name).hasToString("1");
      assertThat(erlang.end()).as(name).isEqualTo("x");
      node.close();
    }
  }

  @Test
  void twoHundredProcessesThatConnectAtOnceShareOneConnection() throws Exception {
    startErlang();
    LocalNode node = nodes.start("app@127.0.0.1");
    nodes.echo(node, "echo");
    erlang.begin(
        "S = self(),"
            + " [spawn(fun() -> S ! gen_server:call({echo, 'app@127.0.0.1'}, I, 20000) end)"
            + " || I <- lists:seq(1, 200)],"
            + " lists:sort(teleport_peer:collect(200, 20000)) =:= lists:seq(1, 200)");
    List<CompletionStage<Term>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(node.callAsync(SERVER, MessageKind.CALL, Terms.parse("{reply,1}"), LONG));
    }
    for (CompletionStage<Term> stage : calls) {
      assertThat(stage.toCompletableFuture().join()).hasToString("1");
    }
    assertThat(erlang.end()).isEqualTo("true");
    assertThat(node.nodes()).hasSize(1);
  }

  @Test
  void ticksAndSmallMessagesPassAHalfGigabyte() throws Exception {
    startErlang("-kernel", "net_ticktime", "4");
    LocalNode node =
        nodes.start(
            "app@127.0.0.1",
            options -> options.withTickTime(Duration.ofSeconds(4)),
            settings -> settings.sendQueue(1L << 30));
    call(node, "{reply,1}");
    Path file = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(500_000_000);
    }
    Term large = Tuple.of(Terms.atom("size"), Binary.ofFile(file));
    CompletionStage<Term> size = node.callAsync(SERVER, MessageKind.CALL, Sendable.of(large), LONG);
    erlang.eval("teleport_peer:server(other)");
    Address other = Address.of("other", ERLANG);
    long longest = 0;
    int during = 0;
    while (!size.toCompletableFuture().isDone()) {
      long begin = System.nanoTime();
      node.call(other, MessageKind.CALL, Terms.parse("{reply,1}"), LONG);
      longest = Math.max(longest, System.nanoTime() - begin);
      during++;
    }
    assertThat(size.toCompletableFuture().join()).hasToString("500000000");
    assertThat(during).isGreaterThan(1);
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void whatIsTooLargeIsLeftOutAndItsCallerIsToldAtOnce() throws Exception {
    startErlang();
    LocalNode node =
        nodes.start("app@127.0.0.1", options -> options, settings -> settings.maxMessage(1 << 20));
    nodes.echo(node, "echo");
    assertThat(
            erlang.eval(
                "B = binary:copy(<<1>>, 5000000),"
                    + " try gen_server:call({echo, 'app@127.0.0.1'}, {B, 1}, 20000)"
                    + " catch exit:{Reason, _} -> Reason end"))
        .startsWith("{undelivered,");
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, x)")).isEqualTo("x");
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void aSlowListenerHoldsUpItsSendersAndLosesNothing() throws Exception {
    startErlang();
    LocalNode node = nodes.start("app@127.0.0.1");
    BlockingQueue<Term> kept = new java.util.concurrent.LinkedBlockingQueue<>();
    nodes.serve(
        node,
        "slow",
        message -> {
          java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
          kept.add(Terms.of(message.size()));
        });
    erlang.eval(
        "B = binary:copy(<<1>>, 50000),"
            + " [{slow, 'app@127.0.0.1'} ! B || _ <- lists:seq(1, 1000)], ok");
    JavaNodes.await("all have come", () -> kept.size() == 1000);
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isZero();
  }
}
