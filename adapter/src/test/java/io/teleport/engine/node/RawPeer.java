package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.CookieProof;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FragmentLayout;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.frame.PoolHello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** A node made by hand of three sockets, which behaves as badly as a test wants. */
final class RawPeer implements AutoCloseable {

  static final String COOKIE = "a good cookie";
  private static final NodeHello.Limits LIMITS =
      new NodeHello.Limits(65_536, 1 << 20, 32 << 20, 4 << 20);

  final RawSocket control;
  final RawSocket small;
  final RawSocket bulk;

  private RawPeer(RawSocket control, RawSocket small, RawSocket bulk) {
    this.control = control;
    this.small = small;
    this.bulk = bulk;
  }

  /** Opens a complete pool with one bulk socket, and begins to send. */
  static RawPeer join(LocalNode node, String name) throws IOException {
    RawPeer peer = joinSilently(node, name);
    peer.control.write(FrameEncoder.begin(1, 1));
    peer.control.read(Frame.Resume.class);
    return peer;
  }

  /** Opens a complete pool with one bulk socket, and says nothing. */
  static RawPeer joinSilently(LocalNode node, String name) throws IOException {
    long incarnation = ThreadLocalRandom.current().nextLong();
    long pool = ThreadLocalRandom.current().nextLong();
    return new RawPeer(
        socket(node, name, incarnation, pool, Lane.CONTROL),
        socket(node, name, incarnation, pool, Lane.SMALL),
        socket(node, name, incarnation, pool, Lane.BULK));
  }

  /** Opens the control socket of a pool and no other. */
  static RawSocket joinHalf(LocalNode node, String name) throws IOException {
    return socket(node, name, 1, 1, Lane.CONTROL);
  }

  private static RawSocket socket(
      LocalNode node, String name, long incarnation, long pool, Lane lane) throws IOException {
    RawSocket socket = RawSocket.connect(node);
    byte[] hello =
        HandshakeCodec.hello(
            hello(name, incarnation), new PoolHello(pool, lane, 0, 1, node.name().toString()));
    socket.write(hello);
    byte[] challenge = socket.readFrame();
    socket.write(proof(hello, challenge));
    HandshakeFrame.Welcome welcome = (HandshakeFrame.Welcome) socket.readHandshake();
    assertThat(welcome.proof())
        .isEqualTo(CookieProof.compute(COOKIE, CookieProof.Side.ACCEPTOR, hello, challenge));
    return socket;
  }

  static byte[] proof(byte[] hello, byte[] challenge) {
    return HandshakeCodec.proof(
        CookieProof.compute(COOKIE, CookieProof.Side.INITIATOR, hello, challenge));
  }

  static NodeHello hello(String name, long incarnation) {
    byte[] nonce = new byte[NodeHello.NONCE_LENGTH];
    ThreadLocalRandom.current().nextBytes(nonce);
    return new NodeHello(name, incarnation, 1, LIMITS, nonce);
  }

  static byte[] message(long number, String name, byte[] payload) {
    return message(number, MessageKind.SEND, 0, new Destination.Name(name), payload);
  }

  static byte[] message(
      long number, MessageKind kind, long correlation, Destination destination, byte[] payload) {
    int headroom = FrameEncoder.messageHeadroom(destination, false);
    byte[] frame = new byte[headroom + payload.length];
    System.arraycopy(payload, 0, frame, headroom, payload.length);
    FrameEncoder.message(frame, kind, correlation, destination, -1, payload.length);
    FrameEncoder.number(frame, number);
    return frame;
  }

  /** Returns the announcement of a binary; its envelope is the binary's tag and length. */
  static byte[] open(long number, String name, long tail) {
    ByteBuffer envelope = ByteBuffer.allocate(6).put((byte) 131).put((byte) 109);
    envelope.putInt((int) tail).flip();
    byte[] frame =
        FrameEncoder.open(
            MessageKind.SEND, 0, new Destination.Name(name), -1, 6, tail, OpenFlags.NONE, envelope);
    FrameEncoder.number(frame, number);
    return frame;
  }

  static byte[] fragment(long number, boolean last, int length) {
    ByteBuffer frame = ByteBuffer.allocate(FragmentLayout.HEADER + length);
    FragmentLayout.write(frame, number, last, length);
    return frame.array();
  }

  void awaitClosed() {
    control.awaitClosed();
    small.awaitClosed();
    bulk.awaitClosed();
  }

  void awaitClosedButSmall() {
    control.awaitClosed();
    bulk.awaitClosed();
  }

  @Override
  public void close() throws IOException {
    control.close();
    small.close();
    bulk.close();
  }
}
