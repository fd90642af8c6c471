package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.node.TlsOptions;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The distribution protocol over TLS, as {@code -proto_dist inet_tls} has it. */
@RequiresErlang
@Timeout(90)
class EncryptedIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final NodeName ERLANG = NodeName.of("erl@localhost");
  private static final Address SERVER = Address.of("server", ERLANG);
  private static final String APP = "app@localhost";

  @RegisterExtension static final Cluster cluster = new Cluster();

  @TempDir private static Path directory;
  private static Certificates ours;
  private static Certificates others;

  private PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();

  @BeforeAll
  static void makeCertificates() throws Exception {
    ours = Certificates.make(directory.resolve("ours"), "dns:localhost");
    others = Certificates.make(directory.resolve("others"), "dns:localhost");
  }

  private void startErlang(String... more) throws IOException, InterruptedException {
    erlang = cluster.startErlang(ERLANG.toString(), more);
    erlang.eval("teleport_peer:server(server)");
  }

  private LocalNode startNode(TlsOptions tls) {
    return nodes.start(
        APP,
        options -> options.withTls(true),
        settings -> settings.tls(tls).bufferMemory(256 << 20).maxMessage(100 << 20));
  }

  private static Term call(LocalNode node, Term request) {
    return node.call(SERVER, MessageKind.CALL, request, LONG);
  }

  private static void awaitRefusal(LocalNode node) {
    JavaNodes.await(
        "the refusal is counted", () -> node.counters().get(Counters.Count.HANDSHAKES_REFUSED) > 0);
  }

  @Test
  void anErlangNodeConnectsToThisOne() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = startNode(ours.options());
    nodes.echo(node, "echo");
    BlockingQueue<Term> kept = nodes.keep(node, "kept");
    assertThat(erlang.eval("net_adm:ping('app@localhost')")).isEqualTo("pong");
    assertThat(erlang.eval("gen_server:call({echo, 'app@localhost'}, {a, 1})")).isEqualTo("{a,1}");
    erlang.eval("[{kept, 'app@localhost'} ! I || I <- lists:seq(1, 1000)], ok");
    JavaNodes.await("all have come", () -> Set.copyOf(kept).size() == 1000);
  }

  @Test
  void thisNodeConnectsToAnErlangNode() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = startNode(ours.options());
    assertThat(node.ping(ERLANG)).isTrue();
    assertThat(call(node, Terms.parse("{reply,{a,1}}"))).hasToString("{a,1}");
    for (int i = 0; i < 1000; i++) {
      node.send(SERVER, MessageKind.SEND, Terms.of(i));
    }
    assertThat(erlang.eval("length(gen_server:call(server, kept))")).isEqualTo("1000");
  }

  @Test
  void sixtyFourMegabytesPassInBothDirections() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = startNode(ours.options());
    nodes.echo(node, "echo");
    assertThat(
            erlang.eval(
                "B = crypto:strong_rand_bytes(64000000),"
                    + " try B =:= gen_server:call({echo, 'app@localhost'}, B, 30000)"
                    + " catch exit:{Reason, _} -> Reason end"))
        .isEqualTo("true");
    Term large = Tuple.of(Terms.atom("size"), Binary.wrap(new byte[64_000_000]));
    assertThat(call(node, large)).hasToString("64000000");
  }

  /** Erlang takes a new key twenty times in each message, and asks for another one each time. */
  @Test
  void keysAreRenewedInTheMiddleOfMessages() throws Exception {
    startErlang(ours.argumentsOfRenewing());
    LocalNode node = startNode(ours.options());
    nodes.echo(node, "echo");
    assertThat(
            erlang.eval(
                "B = crypto:strong_rand_bytes(20000000),"
                    + " [B =:= gen_server:call({echo, 'app@localhost'}, B, 30000)"
                    + " || _ <- lists:seq(1, 3)]"))
        .isEqualTo("[true,true,true]");
    for (int i = 0; i < 1000; i++) {
      assertThat(call(node, Terms.parse("{reply," + i + "}"))).hasToString("" + i);
    }
  }

  @Test
  void smallMessagesAndLargeOnesPassInBothDirectionsAtOnce() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = startNode(ours.options());
    nodes.echo(node, "echo");
    erlang.begin(
        "B = binary:copy(<<7>>, 3000000), S = self(),"
            + " [spawn(fun() -> S ! (gen_server:call({echo, 'app@localhost'}, {I, B}, 30000)"
            + " =:= {I, B}) end) || I <- lists:seq(1, 20)],"
            + " lists:usort(teleport_peer:collect(20, 30000))");
    List<CompletionStage<Term>> calls = new ArrayList<>();
    Term large = Tuple.of(Terms.atom("size"), Binary.wrap(new byte[3_000_000]));
    for (int i = 0; i < 20; i++) {
      calls.add(node.callAsync(SERVER, MessageKind.CALL, Sendable.of(large), LONG));
      assertThat(call(node, Terms.parse("{reply,1}"))).hasToString("1");
    }
    for (CompletionStage<Term> stage : calls) {
      assertThat(stage.toCompletableFuture().join()).hasToString("3000000");
    }
    assertThat(erlang.end()).isEqualTo("[true]");
  }

  @Test
  void anErlangNodeOfAnotherAuthorityIsRefused() throws Exception {
    startErlang(others.arguments());
    LocalNode node = startNode(ours.options());
    assertThat(erlang.eval("net_adm:ping('app@localhost')")).isEqualTo("pang");
    awaitRefusal(node);
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("erl@localhost is not trusted")
        .hasMessageContaining("tlsTrustStore");
    assertThat(node.nodes()).isEmpty();
  }

  @Test
  void anErlangNodeThatDoesNotTrustThisOneSaysSo() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = startNode(others.optionsWithTrustOf(ours));
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("does not trust this node's certificate (tlsKeyStore)");
    assertThat(erlang.eval("net_adm:ping('app@localhost')")).isEqualTo("pang");
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    Certificates elsewhere = Certificates.make(directory.resolve("elsewhere"), "dns:elsewhere");
    startErlang(elsewhere.arguments());
    LocalNode node = startNode(ours.optionsWithTrustOf(elsewhere));
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("localhost");
  }

  @Test
  void anErlangNodeWithoutTlsIsRefusedAndRefuses() throws Exception {
    startErlang();
    LocalNode node = startNode(ours.options());
    assertThat(erlang.eval("net_adm:ping('app@localhost')")).isEqualTo("pang");
    awaitRefusal(node);
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("inet_tls");
  }

  @Test
  void anErlangNodeWithTlsIsRefusedWithoutIt() throws Exception {
    startErlang(ours.arguments());
    LocalNode node = nodes.start(APP);
    assertThat(erlang.eval("net_adm:ping('app@localhost')")).isEqualTo("pang");
    awaitRefusal(node);
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(NodeDownException.class);
  }

  @Test
  void anotherCookieIsRefusedWithTlsToo() throws Exception {
    startErlang(ours.arguments());
    LocalNode node =
        nodes.start(
            APP,
            options -> options.withTls(true).withCookie("another_cookie"),
            settings -> settings.tls(ours.options()));
    assertThatThrownBy(() -> call(node, Terms.parse("{reply,1}")))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("erlangCookie");
  }
}
