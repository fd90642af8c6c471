package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Mailbox;
import io.teleport.engine.node.Sendable;
import io.teleport.term.Binary;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What we do with a stock Erlang node: pings, messages, calls, events. */
@RequiresErlang
@Timeout(60)
class JavaToErlangIT {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final NodeName ERLANG = NodeName.of("erl@127.0.0.1");
  private static final Address SERVER = Address.of("server", ERLANG);

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;
  @TempDir Path directory;

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll(ERLANG.toString());
  }

  @BeforeEach
  void start() {
    node = nodes.start("app@127.0.0.1");
    erlang.eval("teleport_peer:server(server)");
  }

  @AfterEach
  void stop() {
    erlang.eval("exit(whereis(server), kill)");
  }

  private Term call(Object request) {
    return node.call(SERVER, MessageKind.CALL, Terms.of(request), LONG);
  }

  /** What the server was sent since it was asked last. */
  private String kept() {
    return call(Terms.atom("kept")).toString();
  }

  @Test
  void aPingIsAnswered() {
    assertThat(node.ping(ERLANG)).isTrue();
    assertThat(node.nodes()).containsExactly(ERLANG);
    assertThat(erlang.eval("nodes(hidden)")).isEqualTo("['app@127.0.0.1']");
  }

  @Test
  void aNodeThatIsNotThereIsNotPinged() {
    assertThat(node.ping(NodeName.of("nobody@127.0.0.1"))).isFalse();
  }

  @Test
  void aMessageToANameArrives() {
    node.send(SERVER, MessageKind.SEND, Terms.parse("{hello,[1,2.5,<<\"x\">>]}"));
    assertThat(kept()).isEqualTo("[{hello,[1,2.5,<<\"x\">>]}]");
  }

  @Test
  void messagesTakeTheFormsOfOtp() {
    node.send(SERVER, MessageKind.CAST, Terms.atom("one"));
    node.send(SERVER, MessageKind.EVENT, Terms.atom("two"));
    node.send(SERVER, MessageKind.NOTIFY, Terms.atom("three"));
    assertThat(node.call(SERVER, MessageKind.SYNC_NOTIFY, Terms.atom("four"), LONG))
        .hasToString("ok");
    assertThat(kept())
        .isEqualTo("[{'$gen_cast',one},{'$gen_event',two},{notify,three},{sync_notify,four}]");
  }

  @Test
  void aCallIsAnswered() {
    assertThat(call(Terms.parse("{reply,{a,<<1,2>>}}"))).hasToString("{a,<<1,2>>}");
  }

  @Test
  void aServerOfOtpIsCalled() {
    erlang.eval("application:start(crypto)");
    Term answer =
        node.call(
            Address.of("application_controller", ERLANG),
            MessageKind.CALL,
            Terms.atom("which_applications"),
            LONG);
    assertThat(answer.toString()).contains("{kernel,");
  }

  @Test
  void payloadsOfAllKindsComeBackAsTheyWere() {
    for (String text :
        List.of(
            "[]",
            "[a|b]",
            "[1,2|{x}]",
            "#{a => 1,<<\"b\">> => [2.5]}",
            "<<1:3>>",
            "1267650600228229401496703205376",
            "'größe'",
            "\"text\"",
            "-1")) {
      Term term = Terms.parse(text);
      assertThat(call(Tuple.of(Terms.atom("reply"), term))).as(text).isEqualTo(term);
    }
  }

  @Test
  void funsReferencesAndPortsComeBackAsTheyWere() {
    for (String expression :
        List.of(
            "make_ref()", "self()", "fun lists:map/2", "hd(erlang:ports())", "fun() -> x end")) {
      erlang.eval("server ! {'$gen_cast', (fun(T) -> T end)(" + expression + ")}");
      Term kept = call(Terms.atom("kept"));
      Term term = ((Tuple) ((io.teleport.term.ListTerm) kept).get(0)).get(1);
      assertThat(call(Tuple.of(Terms.atom("reply"), term))).as(expression).isEqualTo(term);
    }
  }

  @Test
  void aNameMayHaveAnyCharacters() {
    erlang.eval("teleport_peer:server('größe 漢')");
    assertThat(
            node.call(
                Address.of("größe 漢", ERLANG), MessageKind.CALL, Terms.parse("{reply,1}"), LONG))
        .hasToString("1");
    erlang.eval("exit(whereis('größe 漢'), kill)");
  }

  @Test
  void aCallToAnUnknownNameFailsAtOnce() {
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> node.call(Address.of("nobody", ERLANG), MessageKind.CALL, Terms.atom("x"), LONG))
        .isInstanceOf(NoSuchNameException.class)
        .hasMessageContaining("nobody");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aCallToANodeThatIsNotThereFailsAtOnce() {
    assertThatThrownBy(
            () ->
                node.call(
                    Address.of("x", "nobody@127.0.0.1"), MessageKind.CALL, Terms.atom("x"), LONG))
        .isInstanceOf(NodeDownException.class);
  }

  @Test
  void aCallWhoseServerCrashesFailsWithTheReason() {
    assertThatThrownBy(() -> call(Terms.parse("{crash,{no_money,left}}")))
        .isInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("{no_money,left}");
  }

  @Test
  void aCallThatTimesOutLeavesNoMonitorBehind() {
    assertThatThrownBy(
            () -> node.call(SERVER, MessageKind.CALL, Terms.atom("never"), Duration.ofMillis(200)))
        .isInstanceOf(CallTimeoutException.class);
    JavaNodes.await(
        "the monitor is gone",
        () ->
            erlang.eval("process_info(whereis(server), monitored_by)").equals("{monitored_by,[]}"));
  }

  @Test
  void anAnsweredCallLeavesNoMonitorBehind() {
    call(Terms.parse("{reply,1}"));
    JavaNodes.await(
        "the monitor is gone",
        () ->
            erlang.eval("process_info(whereis(server), monitored_by)").equals("{monitored_by,[]}"));
  }

  @Test
  void aThousandCallsAtOnceAreAnswered() throws Exception {
    List<CompletionStage<Term>> calls =
        java.util.stream.IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    node.callAsync(
                        SERVER, MessageKind.CALL, Terms.parse("{reply," + i + "}"), LONG))
            .toList();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).toCompletableFuture().get(20, TimeUnit.SECONDS))
          .hasToString(Integer.toString(i));
    }
  }

  @Test
  void aPidInAMessageIsAnAddress() {
    Mailbox mailbox = node.openMailbox();
    nodes.serve(
        node,
        "register",
        message ->
            node.send(
                Address.of((Pid) message.decode()),
                MessageKind.SEND,
                Tuple.of(mailbox.pid(), Terms.atom("it"))));
    erlang.begin(
        "{register, 'app@127.0.0.1'} ! self(),"
            + " receive {P, X} -> P ! {got, X} after 9000 -> nothing end");
    assertThat(mailbox.receive(LONG)).hasToString("{got,it}");
    assertThat(erlang.end()).isEqualTo("{got,it}");
    mailbox.close();
  }

  @Test
  void largeMessagesGoWholeWhateverTheyAreMadeOf() throws IOException {
    byte[] bytes = new byte[10_000_000];
    java.util.Arrays.fill(bytes, (byte) 9);
    Path file = Files.write(directory.resolve("large"), bytes);
    for (Binary binary :
        List.of(
            Binary.wrap(bytes),
            Binary.ofFile(file),
            Binary.ofStream(new ByteArrayInputStream(bytes), bytes.length))) {
      Term request = Tuple.of(Terms.atom("size"), binary);
      assertThat(node.call(SERVER, MessageKind.CALL, Sendable.of(request), LONG))
          .hasToString("10000000");
    }
  }

  @Test
  void largeAnswersComeWhole() {
    Binary answer = (Binary) call(Terms.parse("{binary,20000000}"));
    assertThat(answer.size()).isEqualTo(20_000_000);
  }

  @Test
  void aBinaryOf64MegabytesGoesOverAndBack() {
    LocalNode large =
        nodes.start(
            "large@127.0.0.1",
            options -> options,
            settings -> settings.bufferMemory(256L << 20).maxMessage(100L << 20));
    byte[] bytes = new byte[64 << 20];
    new java.util.Random(1).nextBytes(bytes);
    Term request = Tuple.of(Terms.atom("reply"), Binary.wrap(bytes));
    Binary answer = (Binary) large.call(SERVER, MessageKind.CALL, request, LONG);
    assertThat(java.util.Arrays.equals(answer.toByteArray(), bytes)).isTrue();
  }
}
