package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sockets of the teleport library are accepted by the node's one port, from the addresses of
 * connected nodes; what is wrong with them harms nothing else.
 */
@RequiresErlang
@Timeout(60)
class TeleportSocketIT {

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private final JavaNodes nodes = cluster.nodes();
  private LocalNode node;
  private BlockingQueue<Term> orders;

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll("erl@127.0.0.1");
  }

  @BeforeEach
  void start() {
    node = nodes.start("app@127.0.0.1", options -> options.withTeleportSockets(true), s -> {});
    orders = nodes.keep(node, "orders");
  }

  private void connectErlang() {
    assertThat(erlang.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pong");
  }

  private long count(Counters.Count count) {
    return node.counters().get(count);
  }

  /** A socket that sends what it likes. */
  private static final class Raw implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;

    Raw(LocalNode node) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), node.listeningAt().getPort());
      socket.setSoTimeout(10_000);
      out = new DataOutputStream(socket.getOutputStream());
    }

    Raw packet(byte[] body) throws IOException {
      ByteBuffer packet = ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body);
      out.write(packet.array());
      return this;
    }

    void awaitClosed() throws IOException {
      try {
        assertThat(socket.getInputStream().read()).isNegative();
      } catch (SocketException e) {
        // closed with bytes of ours unread
        assertThat(e.getMessage()).isNotEmpty();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Returns {@code {send, Name, Message}}, where the message is given as encoded. */
  private static byte[] send(String name, byte[] message) {
    byte[] send = {(byte) 131, 104, 3, 119, 4, 's', 'e', 'n', 'd', 119, (byte) name.length()};
    byte[] label = name.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(send.length + label.length + message.length)
        .put(send)
        .put(label)
        .put(message)
        .array();
  }

  /** Returns an encoded small integer. */
  private static byte[] number(int number) {
    return new byte[] {97, (byte) number};
  }

  private void aMessageArrives(Raw socket, int number) throws IOException {
    socket.packet(send("orders", number(number)));
    assertThat(JavaNodes.next(orders)).isEqualTo("{send," + number + "}");
  }

  @Test
  void theLibraryIsToldTheNodesOnePort() {
    assertThat(erlang.eval("gen_server:call({teleport_listen_server, 'app@127.0.0.1'}, get_port)"))
        .isEqualTo("{ok," + node.listeningAt().getPort() + "}");
  }

  @Test
  void nodesOfOurOwnKindUseTheSamePort() {
    connectErlang();
    LocalNode other =
        nodes.start(
            "other@127.0.0.1",
            options -> options,
            settings -> settings.peer(node.name(), node.listeningAt()));
    other.send(Address.of("orders", node.name()), MessageKind.SEND, Terms.atom("native"));
    assertThat(JavaNodes.next(orders)).isEqualTo("{send,native}");
  }

  @Test
  void aSocketOfAConnectedNodesAddressIsTaken() throws IOException {
    connectErlang();
    try (Raw socket = new Raw(node)) {
      aMessageArrives(socket, 1);
      aMessageArrives(socket, 2);
    }
    assertThat(count(Counters.Count.HANDSHAKES_REFUSED)).isZero();
  }

  @Test
  void aSocketIsRefusedWhereNoNodeOfItsAddressIsConnected() throws IOException {
    try (Raw socket = new Raw(node)) {
      socket.packet(send("orders", number(1))).awaitClosed();
    }
    JavaNodes.await("it is counted", () -> count(Counters.Count.HANDSHAKES_REFUSED) == 1);
    assertThat(orders).isEmpty();
  }

  @Test
  void aSocketIsClosedWhenTheLastNodeOfItsAddressIsGone() throws IOException {
    connectErlang();
    try (Raw socket = new Raw(node)) {
      aMessageArrives(socket, 1);
      erlang.eval("erlang:disconnect_node('app@127.0.0.1')");
      socket.awaitClosed();
    }
  }

  @Test
  void aSocketIsRefusedWhereThatIsNotSwitchedOn() throws IOException {
    LocalNode other = nodes.start("closed@127.0.0.1");
    assertThat(erlang.eval("net_adm:ping('closed@127.0.0.1')")).isEqualTo("pong");
    try (Raw socket = new Raw(other)) {
      socket.packet(send("orders", number(1))).awaitClosed();
    }
    JavaNodes.await(
        "it is counted", () -> other.counters().get(Counters.Count.HANDSHAKES_REFUSED) == 1);
  }

  @Test
  void packetsThatAreNoneOfTeleportAreDeadLettersAndTheNextOneArrives() throws IOException {
    connectErlang();
    Random random = new Random(6);
    try (Raw socket = new Raw(node)) {
      aMessageArrives(socket, 0);
      for (int i = 1; i <= 100; i++) {
        byte[] body = new byte[1 + random.nextInt(i < 90 ? 100 : 100_000)];
        random.nextBytes(body);
        body[0] = (byte) 131;
        socket.packet(body);
        socket.packet(new byte[0]);
        aMessageArrives(socket, i);
        assertThat(count(Counters.Count.DEAD_LETTERS)).isEqualTo(i);
      }
    }
  }

  @Test
  void aMessageForNobodyIsADeadLetter() throws IOException {
    connectErlang();
    try (Raw socket = new Raw(node)) {
      socket.packet(send("nobody", number(1)));
      aMessageArrives(socket, 2);
    }
    assertThat(count(Counters.Count.DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void aPacketThatIsCutShortIsADeadLetter() throws IOException {
    connectErlang();
    for (int size : new int[] {1_000, 1_000_000}) {
      try (Raw socket = new Raw(node)) {
        byte[] whole = send("orders", new byte[size]);
        socket.out.writeInt(whole.length);
        socket.out.write(whole, 0, whole.length - size / 2);
        socket.out.flush();
      }
    }
    try (Raw socket = new Raw(node)) {
      aMessageArrives(socket, 3);
    }
    JavaNodes.await("the large one is noted", () -> count(Counters.Count.DEAD_LETTERS) >= 1);
    assertThat(orders).isEmpty();
  }

  @Test
  void aPacketThatIsLongerThanAnyMayBeClosesItsSocketOnly() throws IOException {
    connectErlang();
    try (Raw good = new Raw(node)) {
      aMessageArrives(good, 1);
      try (Raw bad = new Raw(node)) {
        aMessageArrives(bad, 2);
        bad.out.writeInt(-1);
        bad.out.write(new byte[100]);
        bad.out.flush();
        bad.awaitClosed();
      }
      aMessageArrives(good, 3);
    }
    assertThat(count(Counters.Count.PROTOCOL_VIOLATIONS)).isEqualTo(1);
    assertThat(node.nodes()).hasSize(1);
  }

  @Test
  void aPacketAboveMaxMessageThatEndsInNoBinaryIsADeadLetter() throws IOException {
    connectErlang();
    int size = 40 << 20;
    byte[] list = ByteBuffer.allocate(size).put((byte) 108).putInt(size).array();
    try (Raw socket = new Raw(node)) {
      socket.packet(send("orders", list));
      aMessageArrives(socket, 1);
    }
    assertThat(count(Counters.Count.DEAD_LETTERS)).isEqualTo(1);
  }

  @Test
  void whatTheLibraryEncodesWronglyHarmsNothingElse() throws IOException {
    connectErlang();
    nodes.serve(
        node,
        "strict",
        message -> {
          // A listener that does not want what cannot be read.
          assertThatThrownBy(message::decode).isInstanceOf(MalformedTermException.class);
        });
    byte[] tuple = new byte[5 + 2 * 300];
    ByteBuffer.wrap(tuple).put((byte) 104).putInt(300);
    for (int i = 5; i < tuple.length; i += 2) {
      tuple[i] = 97;
    }
    try (Raw socket = new Raw(node)) {
      socket.packet(send("strict", tuple));
      aMessageArrives(socket, 1);
    }
    assertThat(node.ping(NodeName.of("erl@127.0.0.1"))).isTrue();
  }

  @Test
  void aSocketThatSaysNothingIsClosedInTime() throws IOException {
    LocalNode brief =
        nodes.start(
            "brief@127.0.0.1",
            options -> options.withTeleportSockets(true),
            settings -> settings.connectTimeout(Duration.ofMillis(300)));
    try (Raw socket = new Raw(brief)) {
      socket.out.writeInt(5);
      socket.out.flush();
      socket.awaitClosed();
    }
    JavaNodes.await(
        "it is counted", () -> brief.counters().get(Counters.Count.HANDSHAKES_REFUSED) == 1);
  }
}
