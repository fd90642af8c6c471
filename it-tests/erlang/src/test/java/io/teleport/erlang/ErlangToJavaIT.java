package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Registration;
import io.teleport.term.Term;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stock Erlang node does with us: pings, messages, calls, events, monitors, links. */
@RequiresErlang
@Timeout(60)
class ErlangToJavaIT {

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll("erl@127.0.0.1");
  }

  @BeforeEach
  void start() {
    node = nodes.start("app@127.0.0.1");
  }

  @Test
  void aPingIsAnsweredWithPong() {
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
    assertThat(node.nodes()).hasToString("[erl@127.0.0.1]");
  }

  @Test
  void weAreAHiddenNode() {
    erlang.eval("net_adm:ping('app@127.0.0.1')");
    assertThat(erlang.eval("{nodes(), nodes(hidden)}")).isEqualTo("{[],['app@127.0.0.1']}");
  }

  @Test
  void aMessageToANameArrives() {
    BlockingQueue<Term> orders = nodes.keep(node, "orders");
    erlang.eval("{orders, 'app@127.0.0.1'} ! {hello, [1, 2.5, <<\"x\">>]}");
    assertThat(JavaNodes.next(orders)).isEqualTo("{send,{hello,[1,2.5,<<\"x\">>]}}");
  }

  @Test
  void messagesToANameArriveInTheFormsOfOtp() {
    BlockingQueue<Term> orders = nodes.keep(node, "orders");
    erlang.eval("gen_server:cast({orders, 'app@127.0.0.1'}, one)");
    assertThat(JavaNodes.next(orders)).isEqualTo("{cast,one}");
    erlang.eval("gen_statem:cast({orders, 'app@127.0.0.1'}, two)");
    assertThat(JavaNodes.next(orders)).isEqualTo("{cast,two}");
    erlang.eval("gen_event:notify({orders, 'app@127.0.0.1'}, three)");
    assertThat(JavaNodes.next(orders)).isEqualTo("{notify,three}");
    erlang.eval("gen_fsm:send_event({orders, 'app@127.0.0.1'}, four)");
    assertThat(JavaNodes.next(orders)).isEqualTo("{event,four}");
  }

  @Test
  void aCallIsAnswered() {
    nodes.echo(node, "echo");
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, {a, <<1, 2>>})"))
        .isEqualTo("{a,<<1,2>>}");
    assertThat(erlang.eval("gen_statem:call({echo, 'app@127.0.0.1'}, b)")).isEqualTo("b");
    assertThat(erlang.eval("gen_event:sync_notify({echo, 'app@127.0.0.1'}, c)")).isEqualTo("ok");
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, d, infinity)")).isEqualTo("d");
  }

  @Test
  void aCallToAnUnknownNameFailsAtOnce() {
    assertThat(erlang.eval("gen_server:call({nobody, 'app@127.0.0.1'}, x)"))
        .startsWith("{exit,{noproc,");
  }

  @Test
  void aCallWhoseListenerFailsFailsWithTheReason() {
    nodes.serve(
        node,
        "broken",
        message ->
            message.responder().orElseThrow().fail(new IllegalStateException("no money left")));
    assertThat(erlang.eval("gen_server:call({broken, 'app@127.0.0.1'}, x)"))
        .startsWith(
            "{exit,{{listener_failed,<<\"java.lang.IllegalStateException\">>,<<\"no money"
                + " left\">>}");
  }

  @Test
  void aCallThatTimesOutLeavesNothingBehind() {
    BlockingQueue<Term> kept = nodes.keep(node, "silent");
    assertThat(
            erlang.eval(
                "R = (catch gen_server:call({silent, 'app@127.0.0.1'}, x, 100)),"
                    + " {element(1, element(2, R)), process_info(self(), messages)}"))
        .isEqualTo("{timeout,{messages,[]}}");
    assertThat(JavaNodes.next(kept)).isEqualTo("{call,x}");
  }

  @Test
  void sysAndRpcTowardsUsFailCleanly() {
    nodes.echo(node, "echo");
    assertThat(erlang.eval("sys:get_state({echo, 'app@127.0.0.1'})"))
        .contains("unknown_system_msg");
    assertThat(erlang.eval("rpc:call('app@127.0.0.1', erlang, node, [])")).startsWith("{badrpc,");
    assertThat(erlang.eval("erpc:call('app@127.0.0.1', erlang, node, [])")).contains("notsup");
  }

  @Test
  void anUnknownNameHasNoProcess() {
    assertThat(
            erlang.eval(
                "M = erlang:monitor(process, {nobody, 'app@127.0.0.1'}),"
                    + " receive {'DOWN', M, process, N, R} -> {N, R} after 5000 -> nothing end"))
        .isEqualTo("{{nobody,'app@127.0.0.1'},noproc}");
  }

  @Test
  void aMonitorTellsThatANameIsGone() {
    Registration registration = nodes.serve(node, "orders", message -> {});
    BlockingQueue<Term> watching = nodes.keep(node, "watching");
    erlang.begin(
        "M = erlang:monitor(process, {orders, 'app@127.0.0.1'}),"
            + " gen_server:cast({watching, 'app@127.0.0.1'}, yes),"
            + " receive {'DOWN', M, process, N, R} -> {N, R} after 9000 -> nothing end");
    // The monitor was set before what was sent after it.
    JavaNodes.next(watching);
    registration.close();
    assertThat(erlang.end()).isEqualTo("{{orders,'app@127.0.0.1'},shutdown}");
  }

  @Test
  void aMonitorTellsThatTheNodeIsGone() {
    nodes.serve(node, "orders", message -> {});
    BlockingQueue<Term> watching = nodes.keep(node, "watching");
    erlang.begin(
        "M = erlang:monitor(process, {orders, 'app@127.0.0.1'}),"
            + " erlang:monitor_node('app@127.0.0.1', true),"
            + " {watching, 'app@127.0.0.1'} ! yes,"
            + " receive {'DOWN', M, process, _, R} -> ok end,"
            + " receive {nodedown, N} -> {R, N} after 9000 -> nothing end");
    JavaNodes.next(watching);
    node.close();
    assertThat(erlang.end()).isEqualTo("{noconnection,'app@127.0.0.1'}");
  }

  @Test
  void whoWatchesNodesSeesUsComeAndGo() {
    erlang.begin(
        "ok = net_kernel:monitor_nodes(true, [{node_type, all}]),"
            + " net_adm:ping('app@127.0.0.1'),"
            + " U = receive {nodeup, 'app@127.0.0.1', _} -> up after 9000 -> nothing end,"
            + " {stop, 'app@127.0.0.1'} ! now,"
            + " D = receive {nodedown, 'app@127.0.0.1', _} -> down after 9000 -> nothing end,"
            + " {U, D}");
    BlockingQueue<Term> stop = nodes.keep(node, "stop");
    JavaNodes.next(stop);
    node.close();
    assertThat(erlang.end()).isEqualTo("{up,down}");
  }

  @Test
  void aProcessOfOursCanBeSentToLinkedAndMonitored() {
    BlockingQueue<Term> orders = nodes.keep(node, "orders");
    var mailbox = node.openMailbox();
    nodes.serve(node, "whois", message -> message.responder().orElseThrow().reply(mailbox.pid()));
    erlang.begin(
        "P = gen_server:call({whois, 'app@127.0.0.1'}, pid),"
            + " process_flag(trap_exit, true), link(P), M = erlang:monitor(process, P),"
            + " P ! {hello, node(P)}, {orders, 'app@127.0.0.1'} ! sent,"
            + " receive {'EXIT', P, R1} -> receive {'DOWN', M, process, P, R2} -> {R1, R2} end"
            + " after 9000 -> nothing end");
    assertThat(mailbox.receive(java.time.Duration.ofSeconds(10)))
        .hasToString("{hello,'app@127.0.0.1'}");
    JavaNodes.next(orders);
    mailbox.close();
    assertThat(erlang.end()).isEqualTo("{shutdown,shutdown}");
  }

  @Test
  void aLinkCanBeTakenBack() {
    var mailbox = node.openMailbox();
    nodes.serve(node, "whois", message -> message.responder().orElseThrow().reply(mailbox.pid()));
    assertThat(
            erlang.eval(
                "P = gen_server:call({whois, 'app@127.0.0.1'}, pid), link(P), unlink(P),"
                    + " net_adm:ping('app@127.0.0.1')"))
        .isEqualTo("pong");
    mailbox.close();
  }

  @Test
  void aThousandMonitorsAreTold() {
    BlockingQueue<Term> watching = nodes.keep(node, "watching");
    Registration registration = nodes.serve(node, "orders", message -> {});
    erlang.begin(
        "Ms = [erlang:monitor(process, {orders, 'app@127.0.0.1'}) || _ <- lists:seq(1, 1000)],"
            + " {watching, 'app@127.0.0.1'} ! yes, [receive {'DOWN', M, _, _, shutdown} -> ok after"
            + " 9000 -> exit(late) end || M <- Ms], done");
    JavaNodes.next(watching);
    registration.close();
    assertThat(erlang.end()).isEqualTo("done");
  }

  @Test
  void theTeleportLibrarySendsByItsSocketsIfThatIsSwitchedOn() {
    assertThat(erlang.eval("gen_server:call({teleport_listen_server, 'app@127.0.0.1'}, get_port)"))
        .startsWith("{exit,{noproc,");
    LocalNode open =
        nodes.start("open@127.0.0.1", options -> options.withTeleportSockets(true), settings -> {});
    BlockingQueue<Term> orders = nodes.keep(open, "orders");
    nodes.echo(open, "echo");
    assertThat(
            erlang.eval(
                "S = teleport_peer:teleport(orders, 'open@127.0.0.1', {hello, [1]}),"
                    + " ok = gen_tcp:send(S, <<1, 2, 3>>),"
                    + " ok = gen_tcp:send(S, term_to_binary({send, nobody, x})),"
                    + " B = binary:copy(<<1>>, 3000000),"
                    + " ok = gen_tcp:send(S, term_to_binary({send, orders, {'$gen_cast', B}})),"
                    + " M = make_ref(),"
                    + " ok = gen_tcp:send(S, term_to_binary("
                    + "{send, echo, {'$gen_call', {self(), M}, {a, b}}})),"
                    + " receive {M, R} -> R after 9000 -> nothing end"))
        .isEqualTo("{a,b}");
    assertThat(JavaNodes.next(orders)).isEqualTo("{send,{hello,[1]}}");
    assertThat(JavaNodes.next(orders)).startsWith("{cast,<<1,1,");
  }

  @Test
  void largeMessagesArriveWhole() {
    nodes.serve(
        node,
        "size",
        message -> {
          Term term = message.decode();
          message.responder().orElseThrow().reply(term);
        });
    assertThat(
            erlang.eval(
                "[begin B = binary:copy(<<1, 2, 3, 4>>, S div 4),"
                    + " {x, B} =:= gen_server:call({size, 'app@127.0.0.1'}, {x, B}) end"
                    + " || S <- [60000, 65536, 65600, 131072, 1000000, 10000000]]"))
        .isEqualTo("[true,true,true,true,true,true]");
  }
}
