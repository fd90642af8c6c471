package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The behaviours of OTP in both directions: real servers of {@code gen_server}, {@code gen_statem},
 * {@code gen_event} and {@code gen_fsm} get what is sent from here (see {@code
 * teleport_behaviours.erl}), and their clients over there reach what is registered here.
 */
@RequiresErlang
@Timeout(60)
class BehavioursIT {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final NodeName ERLANG = NodeName.of("erl@127.0.0.1");

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll(ERLANG.toString());
  }

  @BeforeEach
  void start() {
    node = nodes.start("app@127.0.0.1");
  }

  private static Address start(String behaviour) {
    erlang.eval("teleport_behaviours:start(%s, a_%s)".formatted(behaviour, behaviour));
    return Address.of("a_" + behaviour, ERLANG);
  }

  private static void stop(String behaviour) {
    erlang.eval("teleport_behaviours:stop(%s, a_%s)".formatted(behaviour, behaviour));
  }

  private Term call(Address server, String request) {
    return node.call(server, MessageKind.CALL, Terms.parse(request), LONG);
  }

  @Test
  void aGenServerHandlesCallsCastsAndMessages() {
    Address server = start("gen_server");
    node.send(server, MessageKind.CAST, Terms.atom("one"));
    node.send(server, MessageKind.SEND, Terms.atom("two"));
    assertThat(call(server, "{a,1}")).hasToString("{a,1}");
    assertThat(call(server, "kept")).hasToString("[{cast,one},{info,two}]");
    stop("gen_server");
  }

  @Test
  void aGenStatemHandlesCallsCastsAndMessages() {
    Address server = start("gen_statem");
    node.send(server, MessageKind.CAST, Terms.atom("one"));
    node.send(server, MessageKind.SEND, Terms.atom("two"));
    assertThat(call(server, "{a,1}")).hasToString("{a,1}");
    assertThat(call(server, "kept")).hasToString("[{cast,one},{info,two}]");
    stop("gen_statem");
  }

  @Test
  void aGenEventTellsItsHandlers() {
    Address manager = start("gen_event");
    node.send(manager, MessageKind.NOTIFY, Terms.atom("one"));
    assertThat(node.call(manager, MessageKind.SYNC_NOTIFY, Terms.atom("two"), LONG))
        .hasToString("ok");
    assertThat(erlang.eval("gen_event:call(a_gen_event, teleport_behaviours, kept)"))
        .isEqualTo("[{event,one},{event,two}]");
    stop("gen_event");
  }

  @Test
  void aGenFsmTakesEvents() {
    Address machine = start("gen_fsm");
    node.send(machine, MessageKind.EVENT, Terms.atom("one"));
    node.send(machine, MessageKind.SEND, Terms.parse("{'$gen_all_state_event',two}"));
    assertThat(node.ping(ERLANG)).isTrue();
    JavaNodes.await(
        "both have come",
        () ->
            erlang
                .eval("gen_fsm:sync_send_event(a_gen_fsm, kept)")
                .equals("[{event,one},{all_state_event,two}]"));
    stop("gen_fsm");
  }

  @Test
  void callsOfAllBehavioursAreAnsweredHere() {
    nodes.echo(node, "echo");
    for (String call :
        new String[] {
          "gen_server:call(%s, x)",
          "gen_server:call(%s, x, infinity)",
          "gen_statem:call(%s, x)",
          "gen_statem:call(%s, x, {clean_timeout, 5000})",
          "gen_statem:call(%s, x, {dirty_timeout, 5000})",
          "gen_fsm:sync_send_event(%s, x)",
          "gen_fsm:sync_send_all_state_event(%s, x)",
          "gen_server:wait_response(gen_server:send_request(%s, x), 5000)",
          "gen_statem:receive_response(gen_statem:send_request(%s, x), 5000)",
          "gen_server:multi_call(['app@127.0.0.1'], echo, x)"
        }) {
      assertThat(erlang.eval(call.formatted("{echo, 'app@127.0.0.1'}")))
          .as(call)
          .isIn("x", "{reply,x}", "{[{'app@127.0.0.1',x}],[]}");
    }
    assertThat(erlang.eval("gen_event:sync_notify({echo, 'app@127.0.0.1'}, x)")).isEqualTo("ok");
  }

  @Test
  void eventsOfAllBehavioursArriveHere() {
    BlockingQueue<Term> kept = nodes.keep(node, "kept");
    String name = "{kept, 'app@127.0.0.1'}";
    for (String[] sent :
        new String[][] {
          {"gen_server:cast(%s, x)", "{cast,x}"},
          {"gen_server:abcast(['app@127.0.0.1'], kept, x)", "{cast,x}"},
          {"gen_statem:cast(%s, x)", "{cast,x}"},
          {"gen_fsm:send_event(%s, x)", "{event,x}"},
          {"gen_fsm:send_all_state_event(%s, x)", "{event,x}"},
          {"gen_event:notify(%s, x)", "{notify,x}"},
          {"erlang:send(%s, x, [noconnect])", "{send,x}"},
          {"erlang:send_nosuspend(%s, x)", "{send,x}"}
        }) {
      erlang.eval(sent[0].formatted(name));
      assertThat(JavaNodes.next(kept)).as(sent[0]).isEqualTo(sent[1]);
    }
  }
}
