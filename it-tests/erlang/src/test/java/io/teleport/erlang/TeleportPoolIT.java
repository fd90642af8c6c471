package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Large messages to a node that has the teleport library go by a pool of its sockets. */
@RequiresErlang
@Timeout(90)
class TeleportPoolIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final NodeName ERLANG = NodeName.of("erl@127.0.0.1");
  private static final Address SERVER = Address.of("server", ERLANG);
  private static final int SOCKETS = 3;
  private static final int LARGE = 1_000_000;

  @RegisterExtension static final Cluster cluster = new Cluster();

  private PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;
  @TempDir Path directory;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    erlang = cluster.startErlang(ERLANG.toString());
    erlang.eval("teleport_peer:server(server)");
    node =
        nodes.start(
            "app@127.0.0.1",
            options -> options.withTeleportSockets(true),
            settings -> settings.bulkSockets(SOCKETS));
  }

  private void startLibrary() {
    assertThat(erlang.eval("teleport_listen_server:start()")).isEqualTo("ok");
  }

  private String received() {
    return erlang.eval("teleport_listen_server:received()");
  }

  private static Binary large() {
    return Binary.wrap(new byte[LARGE]);
  }

  private Term call(Term request) {
    return node.call(SERVER, MessageKind.CALL, request, LONG);
  }

  private void sizeIsReturned(Binary binary, int size) {
    Term request = Tuple.of(Terms.atom("size"), binary);
    assertThat(node.call(SERVER, MessageKind.CALL, Sendable.of(request), LONG))
        .hasToString(Integer.toString(size));
  }

  @Test
  void aLargeRequestGoesByASocketAndItsAnswerComesBackToTheCaller() {
    startLibrary();
    sizeIsReturned(large(), LARGE);
    assertThat(received()).isEqualTo("1");
    assertThat(erlang.eval("teleport_listen_server:sockets()")).isEqualTo("" + SOCKETS);
    Binary answer = (Binary) call(Tuple.of(Terms.atom("reply"), large()));
    assertThat(answer.size()).isEqualTo(LARGE);
  }

  @Test
  void allFormsOfOtpGoByASocketIfTheyAreLarge() {
    startLibrary();
    node.send(SERVER, MessageKind.SEND, Tuple.of(Terms.atom("one"), large()));
    node.send(SERVER, MessageKind.CAST, large());
    node.send(SERVER, MessageKind.EVENT, large());
    node.send(SERVER, MessageKind.NOTIFY, large());
    JavaNodes.await("all have come", () -> erlang.eval(messages()).equals("4"));
    assertThat(received()).isEqualTo("4");
    Term kept = call(Terms.parse("kept"));
    assertThat(kept.toString()).contains("{one,", "{'$gen_cast',", "{'$gen_event',", "{notify,");
  }

  /** How many messages the server has, which stay there. */
  private static String messages() {
    return "length(teleport_peer:peek(server))";
  }

  @Test
  void aPidIsSentToByASocketToo() {
    startLibrary();
    nodes.serve(
        node,
        "feeder",
        message ->
            node.send(
                Address.of((io.teleport.term.Pid) message.decode()), MessageKind.SEND, large()));
    assertThat(
            erlang.eval(
                "{feeder, 'app@127.0.0.1'} ! self(),"
                    + " receive B -> byte_size(B) after 9000 -> nothing end"))
        .isEqualTo("" + LARGE);
    assertThat(received()).isEqualTo("1");
  }

  @Test
  void smallMessagesAndThoseWithAKeyGoByTheDistributionProtocol() {
    startLibrary();
    sizeIsReturned(large(), LARGE);
    received();
    call(Terms.parse("{reply,1}"));
    for (int i = 0; i < 40; i++) {
      Binary body = i % 2 == 0 ? large() : Binary.utf8("small");
      node.send(
          SERVER,
          MessageKind.SEND,
          Sendable.of(Tuple.of(Terms.of(i), body)),
          Passage.inOrderOf("account 7"));
    }
    JavaNodes.await("all have come", () -> erlang.eval(messages()).equals("40"));
    assertThat(erlang.eval("[I || {I, _} <- teleport_peer:peek(server)] =:= lists:seq(0, 39)"))
        .isEqualTo("true");
    assertThat(received()).isEqualTo("0");
  }

  @Test
  void aNodeWithoutTheLibraryGetsThemByTheDistributionProtocol() {
    sizeIsReturned(large(), LARGE);
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void nothingGoesByASocketUnlessThatIsSwitchedOn() {
    startLibrary();
    LocalNode other = nodes.start("other@127.0.0.1");
    other.call(SERVER, MessageKind.CALL, Tuple.of(Terms.atom("size"), large()), LONG);
    assertThat(received()).isEqualTo("0");
    assertThat(erlang.eval("teleport_listen_server:sockets()")).isEqualTo("0");
  }

  @Test
  void aLibraryThatTellsAPortWhereNothingListensIsDoneWithout() {
    erlang.eval(
        "spawn(fun() -> register(teleport_listen_server, self()),"
            + " receive {'$gen_call', From, get_port} -> gen:reply(From, {ok, 1}) end end)");
    sizeIsReturned(large(), LARGE);
  }

  @Test
  void aLibraryThatTellsNothingIsDoneWithout() {
    erlang.eval(
        "spawn(fun() -> register(teleport_listen_server, self()),"
            + " receive {'$gen_call', From, get_port} -> gen:reply(From, {ok, x}) end end)");
    sizeIsReturned(large(), LARGE);
  }

  @Test
  void whenSocketsAreCutNewOnesAreOpenedAndWhatIsKnownToBeLostIsADeadLetter() {
    startLibrary();
    sizeIsReturned(large(), LARGE);
    for (int round = 0; round < 3; round++) {
      erlang.eval("teleport_listen_server:cut()");
      JavaNodes.await(
          "they are gone", () -> erlang.eval("teleport_listen_server:sockets()").equals("0"));
      received();
      // One may be written to a socket of which nobody knows yet that it is lost.
      JavaNodes.await(
          "a message comes by a new socket",
          () -> {
            node.send(SERVER, MessageKind.SEND, large());
            return !received().equals("0");
          });
    }
    JavaNodes.await(
        "there is one pool",
        () -> erlang.eval("teleport_listen_server:sockets()").equals("" + SOCKETS));
  }

  @Test
  void manyMessagesWhileSocketsAreCutArriveOrAreDeadLetters() {
    startLibrary();
    int count = 300;
    List<CompletionStage<Void>> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stages.add(node.sendAsync(SERVER, MessageKind.SEND, Sendable.of(large()), Passage.CONFIRMED));
      if (i % 100 == 50) {
        erlang.eval("teleport_listen_server:cut()");
      }
    }
    long failed = 0;
    for (CompletionStage<Void> stage : stages) {
      try {
        stage.toCompletableFuture().join();
      } catch (java.util.concurrent.CompletionException e) {
        assertThat(e).hasCauseInstanceOf(TeleportException.class);
        failed++;
      }
    }
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isEqualTo(failed);
    sizeIsReturned(large(), LARGE);
  }

  @Test
  void aLibraryThatStopsIsDoneWithoutAndFoundAgain() {
    startLibrary();
    sizeIsReturned(large(), LARGE);
    erlang.eval("teleport_listen_server:stop()");
    JavaNodes.await(
        "messages go by the distribution protocol",
        () -> {
          try {
            sizeIsReturned(large(), LARGE);
            return true;
          } catch (TeleportException e) {
            return false;
          }
        });
  }

  @Test
  void bodiesOfAllKindsGoByASocket() throws IOException {
    startLibrary();
    byte[] bytes = new byte[5_000_000];
    Path file = Files.write(directory.resolve("body"), bytes);
    List<Binary> bodies =
        List.of(
            Binary.ofFile(file),
            Binary.ofStream(new ByteArrayInputStream(bytes), bytes.length),
            Binary.ofStream(new ByteArrayInputStream(bytes)),
            Binary.ofChannel(Channels.newChannel(new ByteArrayInputStream(bytes))),
            Binary.ofChannel(FileChannel.open(file)));
    for (Binary body : bodies) {
      sizeIsReturned(body, bytes.length);
    }
    assertThat(received()).isEqualTo("" + bodies.size());
  }

  @Test
  void aStreamThatFailsIsTakenBackAndOthersArrive() {
    startLibrary();
    InputStream broken =
        new java.io.SequenceInputStream(
            new ByteArrayInputStream(new byte[3_000_000]), new BrokenStream());
    assertThatThrownBy(
            () ->
                node.send(
                    SERVER, MessageKind.SEND, Sendable.of(Binary.ofStream(broken, 9_000_000))))
        .isInstanceOf(TeleportException.class);
    sizeIsReturned(large(), LARGE);
    assertThat(erlang.eval("length(teleport_peer:peek(server))")).isEqualTo("0");
    assertThat(node.counters().get(Counters.Count.DEAD_LETTERS)).isEqualTo(1);
  }

  /** A stream that cannot be read. */
  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("no more of it");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  @Test
  void aHalfGigabyteGoesByASocket() {
    startLibrary();
    node.ping(ERLANG);
    byte[] zeros = new byte[64 << 10];
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            System.arraycopy(zeros, 0, target, offset, Math.min(length, zeros.length));
            return Math.min(length, zeros.length);
          }
        };
    InputStream body = new Limited(endless, 500_000_000);
    sizeIsReturned(Binary.ofStream(body, 500_000_000), 500_000_000);
    assertThat(received()).isEqualTo("1");
  }

  /** The begin of a stream. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }
  }
}
