package io.teleport.engine.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.frame.RefusalCode;
import io.teleport.engine.frame.VersionMismatchException;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is not let in, and who is told what. */
@Timeout(60)
class HandshakeRefusalTest {

  private static final Atom X = new Atom("x");
  private static final PoolHello POOL = new PoolHello(1, Lane.CONTROL, 0, 1, "node@127.0.0.1");

  @RegisterExtension final Nodes nodes = new Nodes();

  // ------------------------------------------------------------------ at who is connected to

  @Test
  void garbageInsteadOfAHello() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      garbage[0] |= 1;
      try (RawSocket socket = RawSocket.connect(node)) {
        socket.writeUntilClosed(garbage);
        socket.writeUntilClosed(new byte[5]);
        socket.awaitClosed();
      }
    }
    assertRefused(node, 20);
  }

  @Test
  void anHttpRequest() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void anEnormousFirstLength() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    for (byte[] length :
        new byte[][] {{0x7F, -1, -1, -1}, {-1, -1, -1, -1}, {0, 0, 0x10, 1}, {0, 0, 0, 0}}) {
      try (RawSocket socket = RawSocket.connect(node)) {
        socket.write(length);
        socket.awaitClosed();
      }
    }
    assertRefused(node, 4);
  }

  @Test
  void aWrongCookie() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(HandshakeCodec.hello(RawPeer.hello("other@127.0.0.1", 1), POOL));
      assertThat(socket.readHandshake()).isInstanceOf(HandshakeFrame.Challenge.class);
      socket.write(HandshakeCodec.proof(new byte[32]));
      HandshakeFrame.Refusal refusal = (HandshakeFrame.Refusal) socket.readHandshake();
      assertThat(refusal.code()).isEqualTo(RefusalCode.COOKIE);
      assertThat(refusal.detail())
          .isEqualTo("the cookies of other@127.0.0.1 and node@127.0.0.1 differ");
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void aProofThatWasUsedBefore() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    byte[] hello = HandshakeCodec.hello(RawPeer.hello("other@127.0.0.1", 1), POOL);
    byte[] proof;
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(hello);
      proof = RawPeer.proof(hello, socket.readFrame());
      socket.write(proof);
      assertThat(socket.readHandshake()).isInstanceOf(HandshakeFrame.Welcome.class);
    }
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(hello);
      assertThat(socket.readHandshake()).isInstanceOf(HandshakeFrame.Challenge.class);
      socket.write(proof);
      assertThat(((HandshakeFrame.Refusal) socket.readHandshake()).code())
          .isEqualTo(RefusalCode.COOKIE);
    }
    assertRefused(node, 1);
  }

  @Test
  void aProofBeforeTheHello() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(HandshakeCodec.proof(new byte[32]));
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void anotherVersion() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(version2(HandshakeCodec.hello(RawPeer.hello("other@127.0.0.1", 1), POOL)));
      HandshakeFrame.Refusal refusal = (HandshakeFrame.Refusal) socket.readHandshake();
      assertThat(refusal.code()).isEqualTo(RefusalCode.VERSION);
      assertThat(refusal.detail()).contains("version 2").contains("version 1");
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void aHelloForAnotherNode() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      PoolHello pool = new PoolHello(1, Lane.CONTROL, 0, 1, "elsewhere@127.0.0.1");
      socket.write(HandshakeCodec.hello(RawPeer.hello("other@127.0.0.1", 1), pool));
      assertThat(socket.readHandshake())
          .isEqualTo(
              new HandshakeFrame.Refusal(
                  RefusalCode.WRONG_NODE, "this is node@127.0.0.1, not elsewhere@127.0.0.1"));
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void aNameClash() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(HandshakeCodec.hello(RawPeer.hello("node@127.0.0.1", 1), POOL));
      assertThat(((HandshakeFrame.Refusal) socket.readHandshake()).code())
          .isEqualTo(RefusalCode.NAME_CLASH);
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void aNameThatIsNone() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1");
    try (RawSocket socket = RawSocket.connect(node)) {
      socket.write(HandshakeCodec.hello(RawPeer.hello("no name at all", 1), POOL));
      socket.awaitClosed();
    }
    assertRefused(node, 1);
  }

  @Test
  void aPeerThatSaysNothingOrStopsHalfWay() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1", s -> s.connectTimeout(Duration.ofMillis(200)));
    byte[] hello = HandshakeCodec.hello(RawPeer.hello("other@127.0.0.1", 1), POOL);
    try (RawSocket silent = RawSocket.connect(node);
        RawSocket half = RawSocket.connect(node);
        RawSocket unproven = RawSocket.connect(node)) {
      half.write(Arrays.copyOf(hello, hello.length / 2));
      unproven.write(hello);
      silent.awaitClosed();
      half.awaitClosed();
      unproven.awaitClosed();
    }
    assertRefused(node, 3);
  }

  @Test
  void manySilentConnectionsAreBoundedAndKeepNobodyOut() throws Exception {
    LocalNode node = nodes.start("node@127.0.0.1", s -> s.connectTimeout(Duration.ofMinutes(5)));
    List<RawSocket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        silent.add(RawSocket.connect(node));
      }
      // The oldest make room.
      for (int i = 0; i < 300 - 256; i++) {
        silent.get(i).awaitClosed();
      }
      LocalNode friend = nodes.start("friend@127.0.0.1", Nodes.knowing(node));
      assertThat(friend.ping(node.name())).isTrue();
    } finally {
      for (RawSocket socket : silent) {
        socket.close();
      }
    }
  }

  // ------------------------------------------------------------------ at who connects

  @Test
  void whoHasAnotherCookieIsToldAndCounted() {
    LocalNode node = nodes.start("node@127.0.0.1");
    node.register("orders", InboundMessage::close);
    LocalNode stranger = nodes.start("stranger@127.0.0.1", "another cookie", Nodes.knowing(node));

    assertThatThrownBy(() -> send(stranger, node.name()))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("set the same cookie on both");
    assertThat(stranger.ping(node.name())).isFalse();
    assertRefused(node, 1);
    assertThat(node.nodes()).isEmpty();
    assertThat(stranger.nodes()).isEmpty();
  }

  @Test
  void aNodeThatWelcomesWithoutKnowingTheCookieIsNotSentAnything() throws Exception {
    try (ServerSocket impostor = listen()) {
      LocalNode node = nodes.start("node@127.0.0.1", knowing("impostor@127.0.0.1", impostor));
      FutureTask<Integer> end =
          firstConnectionTo(
              impostor,
              socket -> {
                socket.readFrame();
                socket.write(HandshakeCodec.challenge(RawPeer.hello("impostor@127.0.0.1", 1)));
                socket.readFrame();
                socket.write(HandshakeCodec.welcome(new byte[32]));
                socket.awaitClosed();
                return 0;
              });

      assertThatThrownBy(() -> send(node, NodeName.of("impostor@127.0.0.1")))
          .isInstanceOf(AuthenticationException.class);
      end.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNodeThatReflectsTheProofIsNotBelieved() throws Exception {
    try (ServerSocket mirror = listen()) {
      LocalNode node = nodes.start("node@127.0.0.1", knowing("mirror@127.0.0.1", mirror));
      FutureTask<Integer> end =
          firstConnectionTo(
              mirror,
              socket -> {
                socket.readFrame();
                socket.write(HandshakeCodec.challenge(RawPeer.hello("mirror@127.0.0.1", 1)));
                HandshakeFrame.Proof proof = (HandshakeFrame.Proof) socket.readHandshake();
                socket.write(HandshakeCodec.welcome(proof.proof()));
                socket.awaitClosed();
                return 0;
              });

      assertThatThrownBy(() -> send(node, NodeName.of("mirror@127.0.0.1")))
          .isInstanceOf(AuthenticationException.class);
      end.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNodeOfAnotherVersionIsToldSo() throws Exception {
    try (ServerSocket newer = listen()) {
      LocalNode node = nodes.start("node@127.0.0.1", knowing("newer@127.0.0.1", newer));
      FutureTask<HandshakeFrame> answer =
          firstConnectionTo(
              newer,
              socket -> {
                socket.readFrame();
                socket.write(
                    version2(HandshakeCodec.challenge(RawPeer.hello("newer@127.0.0.1", 1))));
                return socket.readHandshake();
              });

      assertThatThrownBy(() -> send(node, NodeName.of("newer@127.0.0.1")))
          .isInstanceOf(NodeDownException.class)
          .hasRootCauseInstanceOf(VersionMismatchException.class)
          .hasMessageContaining("version 2 of the protocol, this one version 1");
      assertThat(((HandshakeFrame.Refusal) answer.get(20, TimeUnit.SECONDS)).code())
          .isEqualTo(RefusalCode.VERSION);
    }
  }

  @Test
  void aNodeThatIsCalledOtherwiseIsNotSentAnything() {
    LocalNode real = nodes.start("real@127.0.0.1");
    LocalNode node =
        nodes.start(
            "node@127.0.0.1", s -> s.peer(NodeName.of("wanted@127.0.0.1"), Nodes.addressOf(real)));

    assertThatThrownBy(() -> send(node, NodeName.of("wanted@127.0.0.1")))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("this is real@127.0.0.1, not wanted@127.0.0.1");
    assertRefused(real, 1);
  }

  @Test
  void aServerThatIsNoNode() throws Exception {
    try (ServerSocket http = listen()) {
      LocalNode node = nodes.start("node@127.0.0.1", knowing("http@127.0.0.1", http));
      var unused =
          firstConnectionTo(
              http,
              socket -> {
                socket.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                socket.awaitClosed();
                return 0;
              });

      assertThatThrownBy(() -> send(node, NodeName.of("http@127.0.0.1")))
          .isInstanceOf(NodeDownException.class)
          .hasMessageContaining("no hello of a Teleport node");
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothing() throws Exception {
    try (ServerSocket silent = listen()) {
      LocalNode node =
          nodes.start(
              "node@127.0.0.1",
              s -> {
                knowing("silent@127.0.0.1", silent).accept(s);
                s.connectTimeout(Duration.ofMillis(200));
              });

      assertThatThrownBy(() -> send(node, NodeName.of("silent@127.0.0.1")))
          .isInstanceOf(NodeDownException.class)
          .hasMessageContaining("connectTimeout");
    }
  }

  @Test
  void aNodeThatFailedOnceIsReachedOnceItIsThere() throws Exception {
    InetSocketAddress address;
    try (ServerSocket reserved = listen()) {
      address = (InetSocketAddress) reserved.getLocalSocketAddress();
    }
    LocalNode node =
        nodes.start(
            "node@127.0.0.1",
            s ->
                s.peer(NodeName.of("late@127.0.0.1"), address)
                    .reconnectDelayMax(Duration.ofMillis(50)));
    assertThatThrownBy(() -> send(node, NodeName.of("late@127.0.0.1")))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("Connection refused");

    LocalNode late = nodes.start("late@127.0.0.1", s -> s.port(address.getPort()));
    Nodes.await("it is reached", () -> node.ping(late.name()));
  }

  private static void send(LocalNode from, NodeName to) {
    from.send(Address.of("orders", to), MessageKind.SEND, X);
  }

  private static void assertRefused(LocalNode node, int times) {
    Nodes.await(
        "refusals are counted", () -> node.counters().get(Count.HANDSHAKES_REFUSED) >= times);
    assertThat(node.counters().get(Count.HANDSHAKES_REFUSED)).isEqualTo(times);
    assertThat(node.counters().get(Count.POOLS_STARTED)).isZero();
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static java.util.function.Consumer<NodeSettingsBuilder> knowing(
      String name, ServerSocket server) {
    return settings ->
        settings.peer(NodeName.of(name), (InetSocketAddress) server.getLocalSocketAddress());
  }

  /** What a peer that is played by the test does with a connection to it. */
  private interface Part<T> {
    T play(RawSocket socket) throws Exception;
  }

  private static <T> FutureTask<T> firstConnectionTo(ServerSocket server, Part<T> part) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (RawSocket socket = new RawSocket(server.accept())) {
                return part.play(socket);
              }
            });
    new Thread(task, "raw").start();
    return task;
  }

  private static byte[] version2(byte[] frame) {
    frame[10] = 2;
    return frame;
  }
}
