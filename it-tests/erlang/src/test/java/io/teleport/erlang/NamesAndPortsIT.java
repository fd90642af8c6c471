package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangPorts;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.ErlangOptions;
import io.teleport.engine.node.LocalNode;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Long and short names, and nodes that find each other without EPMD. */
@RequiresErlang
@Timeout(60)
class NamesAndPortsIT {

  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension static final Cluster cluster = new Cluster();

  private PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();

  private void startErlang(String name, String... more) throws IOException, InterruptedException {
    erlang = cluster.startErlang(name, more);
    erlang.eval("teleport_peer:server(server)");
  }

  private Term callErlang(LocalNode from) {
    Address server = Address.of("server", NodeName.of(erlang.name()));
    return from.call(server, MessageKind.CALL, Terms.parse("{reply,1}"), LONG);
  }

  private static int freePort(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    }
  }

  private LocalNode startWithoutEpmd(String name, UnaryOperator<ErlangOptions> more) {
    return nodes.startUnregistered(
        name, options -> more.apply(options.withEpmd("127.0.0.1", 0)), settings -> {});
  }

  @Test
  void nodesWithShortNamesTalkToEachOther() throws Exception {
    startErlang("erl@localhost");
    LocalNode node = nodes.start("app@localhost");
    nodes.echo(node, "echo");
    assertThat(erlang.eval("gen_server:call({echo, 'app@localhost'}, x)")).isEqualTo("x");
    assertThat(callErlang(node)).hasToString("1");
  }

  @Test
  void aNodeWithALongNameSaysWhyItDoesNotConnectToOneWithAShortName() throws Exception {
    startErlang("erl@localhost");
    LocalNode node = nodes.start("app@127.0.0.1");
    assertThatThrownBy(() -> callErlang(node))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("erl@localhost has a short name")
        .hasMessageContaining("nodeName")
        .hasMessageContaining("-name");
  }

  @Test
  void aNodeWithAShortNameSaysWhyItDoesNotConnectToOneWithALongName() throws Exception {
    startErlang("erl@127.0.0.1");
    LocalNode node = nodes.start("app@localhost");
    assertThatThrownBy(() -> callErlang(node))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("erl@127.0.0.1 has a long name")
        .hasMessageContaining("-sname");
  }

  @Test
  void erlangDoesNotConnectToANodeWhoseNameHasTheOtherForm() throws Exception {
    startErlang("erl@localhost");
    nodes.start("app@127.0.0.1");
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pang");
  }

  @Test
  void nodesFindEachOtherByTheOnePortAtWhichAllListen() throws Exception {
    int port = freePort("127.0.0.2");
    startErlang(
        "erl@127.0.0.2",
        "-erl_epmd_port",
        Integer.toString(port),
        "-kernel",
        "inet_dist_use_interface",
        "{127,0,0,2}");
    LocalNode node =
        startWithoutEpmd(
            "app@127.0.0.1",
            options -> options.withPort(port).withPorts(new ErlangPorts(Map.of(), port)));
    nodes.echo(node, "echo");
    assertThat(callErlang(node)).hasToString("1");
    node.close();
    LocalNode again = startWithoutEpmd("app@127.0.0.1", options -> options.withPort(port));
    nodes.echo(again, "echo");
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, x)")).isEqualTo("x");
    assertThat(callErlang(again)).hasToString("1");
  }

  @Test
  void aNodeWhosePortIsKnownIsReachedWhateverEpmdSays() throws Exception {
    int port = freePort("127.0.0.1");
    startErlang("erl@127.0.0.1", "-erl_epmd_port", Integer.toString(port));
    LocalNode node =
        nodes.start(
            "app@127.0.0.1",
            options ->
                options.withPorts(new ErlangPorts(Map.of(NodeName.of("erl@127.0.0.1"), port), 0)),
            settings -> {});
    assertThat(callErlang(node)).hasToString("1");
  }

  @Test
  void withoutEpmdANodeThatIsNotListedIsUnknownAndTheFailureSaysWhichSettingCounts()
      throws Exception {
    startErlang("erl@127.0.0.1");
    LocalNode node =
        startWithoutEpmd(
            "app@127.0.0.1",
            options ->
                options.withPorts(new ErlangPorts(Map.of(NodeName.of("x@127.0.0.1"), 1), 0)));
    assertThatThrownBy(() -> callErlang(node)).isInstanceOf(NodeDownException.class);
  }
}
