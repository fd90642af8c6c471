package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The very lines that the README has for an Erlang shell and an Elixir shell come to what it says,
 * beside a node whose names do what the demonstration's beans do.
 */
@RequiresErlang(andElixir = true)
@Timeout(60)
class ReadmeIT {

  private static final String SHELL_NODE = "me@127.0.0.1";

  /** What stands between an expression and what it comes to. */
  private static final Pattern COMMENT = Pattern.compile("\\s+[%#] ");

  @RegisterExtension static final Cluster cluster = new Cluster();

  private final JavaNodes nodes = cluster.nodes();
  private final AtomicInteger messages = new AtomicInteger();

  /** A line of the README. */
  private record Line(String expression, String result) {

    static Line of(String line) {
      String[] parts = COMMENT.split(line, 2);
      return new Line(parts[0], parts[1]);
    }

    Pattern pattern() {
      return Pattern.compile(
          Stream.of(inOrder(result).split("…", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*")));
    }

    /** Returns a text, the entries in order if it is a map: releases differ in theirs. */
    static String inOrder(String text) {
      return text.matches("[#%]\\{.*}")
          ? Stream.of(text.substring(2, text.length() - 1).split(", ?"))
              .sorted()
              .collect(Collectors.joining(","))
          : text;
    }
  }

  @BeforeEach
  void start() {
    LocalNode alpha = nodes.start("alpha@127.0.0.1");
    nodes.serve(alpha, "echo", message -> echo(alpha, message));
    nodes.serve(alpha, "sink", this::count);
    nodes.serve(alpha, "relay", message -> arrived(alpha, message));
  }

  private static void echo(LocalNode node, InboundMessage message) {
    Term term = message.decode();
    if (message.responder().isPresent()) {
      message.responder().get().reply(term);
    } else {
      Tuple tuple = (Tuple) term;
      send(node, tuple.get(0), Tuple.of(Terms.atom("echo"), tuple.get(1)));
    }
  }

  private void count(InboundMessage message) {
    if (message.responder().isPresent()) {
      JavaNodes.await("all are counted", () -> messages.get() % 1000 == 0 || messages.get() == 1);
      Term count = Terms.of(messages.get());
      message
          .responder()
          .get()
          .reply(MapTerm.of(Terms.atom("bytes"), count, Terms.atom("messages"), count));
    } else {
      messages.incrementAndGet();
    }
  }

  private static void arrived(LocalNode node, InboundMessage message) {
    Tuple relay = (Tuple) message.decode();
    assertThat(((ListTerm) relay.get(1)).elements()).isEmpty();
    send(node, relay.get(2), Tuple.of(Terms.atom("done"), relay.get(3)));
  }

  private static void send(LocalNode node, Term to, Term message) {
    node.send(Address.of((Pid) to), MessageKind.SEND, message);
  }

  /** Returns the lines of the first block of a language in the README's section about Erlang. */
  private static List<Line> lines(String language) throws IOException {
    Path readme = ErlangNode.sources().resolve("../../../../../README.md");
    String text = Files.readString(readme);
    String section = text.substring(text.indexOf("\n## Erlang and Elixir\n"));
    String fence = "\n```" + language + "\n";
    String block = section.substring(section.indexOf(fence) + fence.length());
    return block.substring(0, block.indexOf("\n```")).lines().map(Line::of).toList();
  }

  @Test
  void theLinesForAnErlangShell() throws Exception {
    List<Line> lines = lines("erlang");
    assertThat(lines).hasSizeGreaterThan(5);
    PeerNode shell = cluster.startErlang(SHELL_NODE);
    for (Line line : lines) {
      assertThat(line.expression()).endsWith(".");
      String value = shell.eval(line.expression().substring(0, line.expression().length() - 1));
      if (line.result().startsWith("exits at once: ")) {
        assertThat(value).startsWith("{exit,{" + line.result().substring(15) + ",");
      } else {
        assertThat(Line.inOrder(value)).as(line.expression()).matches(line.pattern());
      }
    }
  }

  @Test
  void theLinesForAnElixirShell() throws Exception {
    List<Line> lines = lines("elixir");
    assertThat(lines).hasSizeGreaterThan(3);
    List<String> script = new ArrayList<>();
    lines.forEach(line -> script.add("IO.inspect(" + line.expression() + ")"));
    List<String> output = ElixirNode.output(cluster.epmd(), SHELL_NODE, script);
    assertThat(output).hasSameSizeAs(lines);
    for (int i = 0; i < output.size(); i++) {
      assertThat(Line.inOrder(output.get(i)))
          .as(lines.get(i).expression())
          .matches(lines.get(i).pattern());
    }
  }
}
