package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Terms;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with peers that break the protocol: it ends their connections, and lives. */
@Timeout(60)
class HostileErlangPeerTest {

  private static final NodeName SELF = NodeName.of("app@127.0.0.1");
  private static final String COOKIE = "a good cookie";
  private static final Pid PID = new Pid(new Atom("peer@127.0.0.1"), 1, 0, 77);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ChunkPool pool = new ChunkPool(16 << 20, true);
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Loop loop;
  private LoopGroup bulkLoops;
  private ErlangNodes nodes;

  /** Has one name, {@code orders}. */
  private final class Local implements LocalProcesses {
    @Override
    public boolean isThere(Address address) {
      return address instanceof Address.Named named && named.name().equals("orders");
    }

    @Override
    public boolean deliver(Address to, ErlangMessage message) {
      delivered.add(message.kind() + " of " + message.payload().size() + " bytes");
      message.payload().release();
      message.onDone().run();
      return true;
    }

    @Override
    public BodySink stream(Address address, long size, LongConsumer roomUpTo, Runnable closed) {
      return new Unread(size, closed);
    }

    @Override
    public void undelivered(String to, String reason, boolean isAnswer) {
      events.add("undelivered: " + reason);
    }

    @Override
    public void nodeUp(NodeName node, long creation) {
      events.add("up");
    }

    @Override
    public void nodeDown(NodeName node, long creation, String reason) {
      events.add("down: " + reason);
    }
  }

  /** What only the loop can bring, and so must not be waited for by the loop. */
  private record Unread(long size, Runnable closed) implements BodySink, BinaryContent {
    @Override
    public BinaryContent content() {
      return this;
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream openStream() {
      throw new AssertionError("read by the loop");
    }

    @Override
    public void writeTo(WritableByteChannel target) {
      throw new AssertionError("read by the loop");
    }

    @Override
    public ByteBuffer[] room(long most) {
      return null;
    }

    @Override
    public void filled(long count) {
      throw new AssertionError("there is no room");
    }

    @Override
    public void end() {
      // nobody reads
    }

    @Override
    public void fail(String reason) {
      // nobody reads
    }

    @Override
    public void close() {
      closed.run();
    }
  }

  @BeforeEach
  void start() throws IOException {
    loop = new Loop("test", threads, System::nanoTime);
    loop.start();
    bulkLoops = LoopGroup.create("bulk", 1, threads, System::nanoTime);
    bulkLoops.start();
    ErlangSettings settings =
        new ErlangSettings(
            SELF,
            1234,
            COOKIE,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            "",
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1 << 20,
            Duration.ofSeconds(5),
            64 << 10,
            4 << 20,
            1 << 20,
            DecodeLimits.DEFAULT,
            false,
            2,
            0,
            ErlangPorts.NONE,
            null,
            Map.of());
    nodes =
        new ErlangNodes(
            settings, loop, bulkLoops, pool, new Local(), new Counters(), new SecureRandom());
    nodes.begin();
  }

  @AfterEach
  void stop() throws InterruptedException {
    nodes.close(Duration.ofSeconds(1));
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
    assertThat(bulkLoops.close(Duration.ofSeconds(5))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.chunksCommitted()).isZero();
  }

  /** A peer that does as it likes. */
  private final class Peer implements AutoCloseable {
    private final Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), nodes.listeningAt().getPort());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());
    private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());

    Peer() throws IOException {
      socket.setSoTimeout(10_000);
    }

    /** Becomes connected as {@code peer@127.0.0.1}. */
    Peer shakeHands() throws IOException {
      return shakeHands(DistributionFlags.OURS);
    }

    /** Becomes connected, as a node that can do so much. */
    Peer shakeHands(DistributionFlags flags) throws IOException {
      NodeName name = NodeName.of("peer@127.0.0.1");
      InitiatorHandshake handshake =
          new InitiatorHandshake(new Handshake.Self(name, 77, COOKIE, 5), SELF);
      send(List.of(new HandshakeMessage.Name(flags, 77, name.toString())));
      Handshake.Step step;
      do {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        step = handshake.receive(ByteBuffer.wrap(message));
        send(step.messages());
      } while (step instanceof Handshake.Step.Next);
      assertThat(step).isInstanceOf(Handshake.Step.Done.class);
      return this;
    }

    private void send(List<HandshakeMessage> messages) throws IOException {
      for (HandshakeMessage message : messages) {
        out.write(HandshakeEncoder.encode(message).array());
      }
    }

    /** Sends a packet with a header of its own. */
    void packet(ControlMessage control, Object payload) throws IOException {
      TermEncoder encoder = new TermEncoder();
      OutgoingMessage message =
          new OutgoingMessage(
              OtpForms.encoded(encoder, ControlEncoder.encode(control, DistributionFlags.OURS)),
              OutgoingMessage.NO_PREFIX,
              payload == null ? null : encoder.write(Terms.of(payload), 0),
              Departure.UNTOLD);
      out.write(new PacketEncoder(DistributionFlags.OURS).whole(message));
    }

    /** Returns the next packet that is no tick. */
    byte[] next() throws IOException {
      int length;
      do {
        length = in.readInt();
      } while (length == 0);
      byte[] packet = new byte[length];
      in.readFully(packet);
      return packet;
    }

    void awaitClosed() throws IOException {
      try {
        while (in.read() >= 0) {
          // what it says does not matter
        }
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

  private String nextEvent() throws InterruptedException {
    return events.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void aPeerThatKeepsTheProtocolIsServed() throws Exception {
    try (Peer peer = new Peer().shakeHands()) {
      assertThat(nextEvent()).isEqualTo("up");
      peer.packet(new ControlMessage.SendToName(PID, "orders"), "text");
      assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("SEND of 10 bytes");
      peer.packet(new ControlMessage.SendToName(PID, "nobody"), "text");
      assertThat(nextEvent()).startsWith("undelivered");
    }
    assertThat(nextEvent()).startsWith("down");
  }

  @Test
  void whoMonitorsAnUnknownNameIsToldAtOnceAndIfItIsGoneLater() throws Exception {
    try (Peer peer = new Peer().shakeHands()) {
      Reference reference = new Reference(PID.node(), 77, List.of(1L));
      peer.packet(new ControlMessage.Monitor(PID, new Atom("nobody"), reference), null);
      assertThat(new String(peer.next(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .endsWith("noproc");
      peer.packet(new ControlMessage.Monitor(PID, new Atom("orders"), reference), null);
      peer.packet(new ControlMessage.SendToName(PID, "orders"), "text");
      delivered.poll(10, TimeUnit.SECONDS);
      nodes.gone(Address.of("orders", SELF));
      assertThat(new String(peer.next(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .endsWith("shutdown");
    }
  }

  @Test
  void whoAsksOnAndOnAndReadsNoAnswerIsClosed() throws Exception {
    try (Peer peer = new Peer().shakeHands()) {
      assertThat(nextEvent()).isEqualTo("up");
      Object request =
          Terms.tuple(
              Terms.atom("system"),
              Terms.tuple(PID, new Reference(PID.node(), 77, List.of(1L))),
              Binary.wrap(new byte[60_000]));
      for (int i = 0; i < 3_000 && events.isEmpty(); i++) {
        peer.packet(new ControlMessage.SendToName(PID, "orders"), request);
      }
    } catch (SocketException e) {
      // closed while it asked
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(nextEvent()).startsWith("down").contains("does not read the answers");
  }

  @Test
  void aLargeRequestThatOnlyAProcessOfErlangUnderstandsIsNotSentBack() throws Exception {
    try (Peer peer = new Peer().shakeHands()) {
      Object request =
          Terms.tuple(
              Terms.atom("system"),
              Terms.tuple(PID, new Reference(PID.node(), 77, List.of(1L))),
              Binary.wrap(new byte[1 << 20]));
      peer.packet(new ControlMessage.SendToName(PID, "orders"), request);
      byte[] answer = peer.next();
      assertThat(answer).hasSizeLessThan(1000);
      assertThat(new String(answer, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("unknown_system_msg");
    }
  }

  @Test
  void aRequestOfSysThatIsLongerThanWhatIsHeldIsNotReadByTheLoop() throws Exception {
    try (Peer peer = new Peer().shakeHands()) {
      Object request =
          Terms.tuple(
              Terms.atom("system"),
              Terms.tuple(PID, new Reference(PID.node(), 77, List.of(1L))),
              Binary.wrap(new byte[8 << 20]));
      peer.packet(new ControlMessage.SendToName(PID, "orders"), request);
      assertThat(new String(peer.next(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("unknown_system_msg");
      peer.packet(new ControlMessage.SendToName(PID, "orders"), "text");
      assertThat(delivered.poll(10, TimeUnit.SECONDS)).isEqualTo("SEND of 10 bytes");
    }
  }

  @Test
  void whatIsTooLongForANodeWithoutFragmentsIsRefusedAndTheNextArrives(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    TermEncoder encoder = new TermEncoder();
    Address to = Address.of("orders", "peer@127.0.0.1");
    DistributionFlags flags =
        new DistributionFlags(DistributionFlags.OURS.bits() & ~DistributionFlags.FRAGMENTS);
    try (Peer peer = new Peer().shakeHands(flags)) {
      assertThat(nextEvent()).isEqualTo("up");
      GatherList large = encoder.write(Binary.ofFile(file), 0);
      assertThatThrownBy(() -> nodes.send(to, MessageKind.SEND, large, -1, Departure.UNTOLD))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("fragments");
      large.release();
      GatherList small = encoder.write(new Atom("small"), 0);
      nodes.send(to, MessageKind.SEND, small, -1, Departure.UNTOLD).run();
      assertThat(new String(peer.next(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .endsWith("small");
    }
  }

  @Test
  void whoHasAnotherCookieIsNotConnected() throws Exception {
    try (Peer peer = new Peer()) {
      NodeName name = NodeName.of("peer@127.0.0.1");
      peer.send(new InitiatorHandshake(new Handshake.Self(name, 77, "another", 5), SELF).begin());
      peer.send(List.of(new HandshakeMessage.Reply(5, new byte[16])));
      peer.awaitClosed();
    }
    assertThat(nodes.nodes()).isEmpty();
  }

  @Test
  void bytesThatAreNoHandshakeEndTheConnection() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[1 + random.nextInt(100)];
      random.nextBytes(body);
      body[0] = i % 2 == 0 ? HandshakeLayout.NAME : body[0];
      try (Peer peer = new Peer()) {
        peer.out.writeShort(body.length);
        peer.out.write(body);
        peer.socket.shutdownOutput();
        peer.awaitClosed();
      }
    }
    aPeerThatKeepsTheProtocolIsServed();
  }

  @Test
  void packetsThatBreakTheProtocolEndTheConnectionAndNothingElse() throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[1 + random.nextInt(60)];
      random.nextBytes(body);
      body[0] = i % 4 == 0 ? PacketLayout.PASS_THROUGH : PacketLayout.VERSION;
      if (body.length > 2) {
        body[1] = (byte) (68 + i % 3);
        body[2] = 0;
      }
      try (Peer peer = new Peer().shakeHands()) {
        peer.out.writeInt(body.length);
        peer.out.write(body);
        peer.socket.shutdownOutput();
        peer.awaitClosed();
      }
    }
    while (!nodes.nodes().isEmpty()) {
      assertThat(nextEvent()).isNotNull();
    }
    // What closed the last one may still be about to say so.
    loop.runAndWait(() -> {});
    events.clear();
    aPeerThatKeepsTheProtocolIsServed();
  }
}
