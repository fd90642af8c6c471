package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README says of Elixir, said by a real Elixir. */
@RequiresErlang(andElixir = true)
@Timeout(60)
class ElixirIT {

  private static final NodeName ELIXIR = NodeName.of("me@127.0.0.1");

  @RegisterExtension static final Cluster cluster = new Cluster();

  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;

  @BeforeEach
  void start() {
    node = nodes.start("alpha@127.0.0.1");
  }

  private static Process elixir(String... lines) throws IOException {
    return ElixirNode.start(cluster.epmd(), ELIXIR.toString(), List.of(lines));
  }

  private static List<String> output(String... lines) throws IOException, InterruptedException {
    return ElixirNode.output(cluster.epmd(), ELIXIR.toString(), List.of(lines));
  }

  @Test
  void elixirPingsCallsAndSends() throws Exception {
    nodes.echo(node, "echo");
    BlockingQueue<Term> kept = nodes.keep(node, "sink");
    assertThat(
            output(
                "IO.inspect Node.ping(:\"alpha@127.0.0.1\")",
                "IO.inspect GenServer.call({:echo, :\"alpha@127.0.0.1\"}, {:hello, \"world\"})",
                "IO.inspect GenServer.call({:echo, :\"alpha@127.0.0.1\"}, %{a: [1, 2.5, nil]})",
                "send({:sink, :\"alpha@127.0.0.1\"}, \"anything\")",
                "GenServer.cast({:sink, :\"alpha@127.0.0.1\"}, :cast)",
                "IO.inspect Node.list(:hidden)"))
        .containsExactly(
            ":pong", "{:hello, \"world\"}", "%{a: [1, 2.5, nil]}", "[:\"alpha@127.0.0.1\"]");
    assertThat(List.of(JavaNodes.next(kept), JavaNodes.next(kept)))
        .containsExactlyInAnyOrder("{send,<<\"anything\">>}", "{cast,cast}");
  }

  @Test
  void elixirExitsAtOnceForANameThatIsNotThere() throws Exception {
    assertThat(
            output(
                "try do GenServer.call({:nobody, :\"alpha@127.0.0.1\"}, :x)",
                "catch :exit, {reason, _} -> IO.inspect(reason) end"))
        .containsExactly(":noproc");
  }

  @Test
  void aGenServerOfElixirAnswersACall() throws Exception {
    Process process =
        elixir(
            "defmodule Server do",
            "  use GenServer",
            "  def init(state), do: {:ok, state}",
            "  def handle_call({:greet, name}, _from, n), do: {:reply, %{text: \"hello \" <> name,"
                + " n: n}, n + 1}",
            "end",
            "{:ok, _} = GenServer.start_link(Server, 1, name: :server)",
            "IO.puts(\"ready\")",
            "IO.read(:line)");
    try (OutputStream in = process.getOutputStream();
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      Term answer =
          node.call(
              Address.of("server", ELIXIR),
              MessageKind.CALL,
              Terms.parse("{greet, <<\"joe\">>}"),
              Duration.ofSeconds(20));
      assertThat(answer).isEqualTo(Terms.parse("#{text => <<\"hello joe\">>, n => 1}"));
      in.write('\n');
    }
    assertThat(process.waitFor()).isZero();
  }
}
