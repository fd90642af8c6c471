package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.node.LocalNode;
import io.teleport.term.Term;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads and signals of unusual kinds, as a stock Erlang node sends them. */
@RequiresErlang
@Timeout(60)
class ErlangPayloadsIT {

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
    node =
        nodes.start(
            "app@127.0.0.1",
            options -> options,
            settings -> settings.bufferMemory(256L << 20).maxMessage(100L << 20));
    nodes.echo(node, "echo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[a|b]",
        "[1,2,3|4]",
        "[[a|b]|[c|#{}]]",
        "#{}",
        "#{a => #{\"b\" => <<\"c\">>}, 1 => 2, 1.0 => 3, [] => {}}",
        "maps:from_list([{I, -I} || I <- lists:seq(1, 100)])",
        "<<5:3>>",
        "1 bsl 4000",
        "-(1 bsl 63)",
        "-0.0",
        "'größe 漢'",
        "\"text\"",
        "lists:seq(1, 100000)",
        "lists:duplicate(70000, $x)",
        "list_to_tuple(lists:seq(1, 300))",
        "make_ref()",
        "self()",
        "hd(erlang:ports())",
        "fun lists:map/2",
        "fun() -> x end",
        "fun(X) -> fun(Y) -> {X, Y} end end",
        "alias()",
        "binary:copy(<<1, 2, 3>>, 100000)",
        "crypto:strong_rand_bytes(64000000)"
      })
  void aPayloadComesBackAsItWas(String expression) {
    assertThat(
            erlang.eval(
                "T = "
                    + expression
                    + ", try {x, T, y} =:= gen_server:call({echo, 'app@127.0.0.1'}, {x, T, y},"
                    + " 30000) catch exit:{Reason, _} -> Reason end"))
        .isEqualTo("true");
  }

  @Test
  void aNameMayHaveAnyCharacters() {
    nodes.echo(node, "größe 漢");
    assertThat(erlang.eval("gen_server:call({'größe 漢', 'app@127.0.0.1'}, x)")).isEqualTo("x");
    assertThat(
            erlang.eval(
                "M = monitor(process, {'漢 größe', 'app@127.0.0.1'}),"
                    + " receive {'DOWN', M, _, N, R} -> {N, R} after 9000 -> nothing end"))
        .isEqualTo("{{'漢 größe','app@127.0.0.1'},noproc}");
  }

  @Test
  void aLateAnswerLeavesNothingBehind() {
    CountDownLatch timedOut = new CountDownLatch(1);
    nodes.serve(
        node,
        "late",
        message -> {
          try {
            timedOut.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          message.responder().orElseThrow().reply(message.decode());
        });
    BlockingQueue<Term> told = nodes.keep(node, "told");
    erlang.begin(
        "{'EXIT', {timeout, _}} = (catch gen_server:call({late, 'app@127.0.0.1'}, x, 100)),"
            + " {told, 'app@127.0.0.1'} ! timeout,"
            + " receive M -> M after 1000 -> process_info(self(), [messages, monitors]) end");
    JavaNodes.next(told);
    timedOut.countDown();
    assertThat(erlang.end()).isEqualTo("[{messages,[]},{monitors,[]}]");
  }

  @Test
  void aTracedMessageArrives() {
    BlockingQueue<Term> kept = nodes.keep(node, "kept");
    assertThat(
            erlang.eval(
                "seq_trace:set_token(label, 17), seq_trace:set_token(send, true),"
                    + " {kept, 'app@127.0.0.1'} ! traced,"
                    + " gen_server:call({echo, 'app@127.0.0.1'}, {traced, too})"))
        .isEqualTo("{traced,too}");
    assertThat(JavaNodes.next(kept)).isEqualTo("{send,traced}");
  }

  @Test
  void anExitSignalToAProcessOfOursDoesNoHarm() {
    var mailbox = node.openMailbox();
    nodes.serve(node, "whois", message -> message.responder().orElseThrow().reply(mailbox.pid()));
    assertThat(
            erlang.eval(
                "P = gen_server:call({whois, 'app@127.0.0.1'}, pid),"
                    + " exit(P, {some, reason}), group_leader(P, spawn(fun() -> ok end)),"
                    + " spawn(fun() -> link(P), exit(gone) end),"
                    + " gen_server:call({echo, 'app@127.0.0.1'}, x)"))
        .isEqualTo("x");
    mailbox.close();
  }

  @Test
  void whatThisNodeDoesNotDoFailsAtOnce() {
    assertThat(
            erlang.eval(
                "{T, Rs} = timer:tc(fun() -> [catch F() || F <- ["
                    + "fun() -> rpc:call('app@127.0.0.1', erlang, node, []) end,"
                    + "fun() -> erpc:call('app@127.0.0.1', erlang, node, []) end,"
                    + "fun() -> rpc:multicall(['app@127.0.0.1'], erlang, node, []) end,"
                    + "fun() -> spawn('app@127.0.0.1', erlang, node, []) end,"
                    + "fun() -> sys:get_state({echo, 'app@127.0.0.1'}) end,"
                    + "fun() -> sys:get_status({echo, 'app@127.0.0.1'}) end,"
                    + "fun() -> gen_server:call({rex, 'app@127.0.0.1'}, x) end]] end),"
                    + " {length(Rs), T < 2000000}"))
        .isEqualTo("{7,true}");
  }
}
