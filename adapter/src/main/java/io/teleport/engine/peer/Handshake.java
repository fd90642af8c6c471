package io.teleport.engine.peer;

import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.RefusalCode;
import io.teleport.engine.frame.VersionMismatchException;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.Timer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The begin of a connection, as both sides have it: who is it, and does it know the cookie?
 * Confined to the small loop.
 *
 * <p>When it has succeeded the link belongs to a {@link Session}, which from then on is told when
 * it closes.
 */
abstract class Handshake implements HandshakeReader.Handler {

  private static final int STAGING = 4096 + 64;

  final Surroundings surroundings;
  final Link link;
  private final FrameWriter writer = new FrameWriter(ByteBuffer.allocate(STAGING));
  private Timer timer;
  private volatile Session session;
  private boolean over;

  Handshake(Surroundings surroundings, SocketChannel channel) throws IOException {
    this.surroundings = surroundings;
    this.link = new Link(channel, (closedLink, reason) -> closed(reason));
  }

  /** Begins to read; the whole handshake has to be over within the time. */
  void begin() {
    link.begin(surroundings.smallLoop(), reader(), writer);
    Duration timeout = surroundings.settings().connectTimeout();
    timer =
        surroundings
            .smallLoop()
            .after(
                timeout,
                () ->
                    link.close(
                        new SocketTimeoutException(
                            "no handshake within " + timeout.toMillis() + " ms (connectTimeout)")));
  }

  /** Returns what reads the frames. */
  HandshakeReader reader() {
    return new HandshakeReader(this);
  }

  /** Gives the socket away to who speaks another protocol by it. */
  SocketChannel giveAway() {
    over = true;
    timer.cancel();
    return link.detach();
  }

  /** Returns whether it has succeeded or failed. */
  boolean isOver() {
    return over;
  }

  /** Closes the connection, if the handshake is not over. */
  void cancel() {
    if (!over) {
      link.close(new IOException("the handshake was cancelled"));
    }
  }

  void write(byte[] frame) {
    writer.offer(new QueuedFrame.Control(frame));
    link.flush();
  }

  /** Tells the other side why, and closes. */
  void refuse(RefusalCode code, String detail) {
    write(HandshakeCodec.refusal(code, detail));
    link.close(new IOException(detail));
  }

  @Override
  public void otherVersion(VersionMismatchException mismatch) {
    write(HandshakeCodec.refusal(RefusalCode.VERSION, mismatch.getMessage()));
    link.close(mismatch);
  }

  /** The handshake has succeeded: the link is the session's from here on. */
  void succeed(Session owner) {
    over = true;
    session = owner;
    timer.cancel();
  }

  /** Returns what the local node says of itself, with a new challenge. */
  NodeHello hello(int port) {
    byte[] nonce = new byte[NodeHello.NONCE_LENGTH];
    surroundings.random().nextBytes(nonce);
    PeerSettings settings = surroundings.settings();
    return new NodeHello(
        settings.name().toString(), settings.incarnation(), port, settings.limits(), nonce);
  }

  /** The link was closed before the handshake was over. */
  abstract void failed(Throwable reason);

  private void closed(Throwable reason) {
    Session owner = session;
    if (owner != null) {
      owner.onLinkClosed(reason == null ? new IOException("closed by this node") : reason);
      return;
    }
    over = true;
    timer.cancel();
    failed(reason);
  }
}
