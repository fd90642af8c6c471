package io.teleport.engine.erlang;

import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Timer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A handshake and its socket. It reads not a byte more than the handshake has: what follows belongs
 * to the connection. Confined to its loop.
 */
final class HandshakeLink implements LinkReader {

  /** Learns how a handshake ends: one of its methods is called, once, on the loop. */
  interface Result {

    /** The peer is who it says, and has the cookie. */
    void done(HandshakeLink handshake, ErlangPeer peer);

    /** There will be no connection. */
    void failed(HandshakeLink handshake, Handshake.Refusal refusal, String reason);
  }

  private final Loop loop;
  private final Handshake handshake;
  private final Result result;
  private final Link link;
  private final ByteWriter writer = new ByteWriter();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(Short.BYTES + HandshakeLayout.MAX_LENGTH).limit(Short.BYTES);
  private final Timer timer;
  private DistributionConnection connection;
  private boolean over;
  private Handshake.Step.Refused refused;

  /**
   * Takes a connected socket.
   *
   * @throws IOException if it cannot be used; it is closed then
   */
  HandshakeLink(
      Loop loop, SocketChannel channel, Handshake handshake, Duration timeout, Result result)
      throws IOException {
    this.loop = loop;
    this.handshake = handshake;
    this.result = result;
    this.link = new Link(channel, this::closed);
    this.timer =
        loop.after(
            timeout,
            () ->
                fail(Handshake.Refusal.OTHER, "no handshake within " + timeout.toMillis() + " ms"));
  }

  /** Begins. */
  void begin() {
    link.begin(loop, this, writer);
    send(handshake.begin());
  }

  /** Returns the socket. */
  Link link() {
    return link;
  }

  Handshake handshake() {
    return handshake;
  }

  /** Says who is told from here on that the socket is closed. */
  void handOver(DistributionConnection to) {
    connection = to;
  }

  /** Gives up; nobody is told. */
  void cancel() {
    over = true;
    timer.cancel();
    link.close(null);
  }

  private void send(Iterable<HandshakeMessage> messages) {
    for (HandshakeMessage message : messages) {
      writer.offer(HandshakeEncoder.encode(message));
    }
    link.flush();
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    while (!over) {
      int count = channel.read(buffer);
      if (count < 0) {
        return false;
      }
      if (buffer.hasRemaining()) {
        return true;
      }
      if (buffer.limit() == Short.BYTES) {
        int length = buffer.getShort(0) & 0xFFFF;
        if (length == 0 || length > HandshakeLayout.MAX_LENGTH) {
          throw new ErlangProtocolException("a handshake message of " + length + " bytes");
        }
        buffer.limit(Short.BYTES + length);
      } else {
        ByteBuffer message = buffer.flip().position(Short.BYTES).slice();
        Handshake.Step step = handshake.receive(message);
        buffer.clear().limit(Short.BYTES);
        take(step);
      }
    }
    return true;
  }

  private void take(Handshake.Step step) {
    send(step.messages());
    if (step instanceof Handshake.Step.Done done) {
      over = true;
      timer.cancel();
      result.done(this, done.peer());
    } else if (step instanceof Handshake.Step.Refused end) {
      refused = end;
      // A moment for what was said to leave.
      link.close(null);
    }
  }

  private void closed(Link ended, Throwable reason) {
    if (connection != null) {
      connection.linkClosed(reason);
      return;
    }
    if (refused != null) {
      fail(refused.refusal(), refused.reason());
    } else if (reason instanceof EOFException) {
      boolean cookie = handshake instanceof InitiatorHandshake mine && mine.isCookieInDoubt();
      fail(cookie ? Handshake.Refusal.COOKIE : Handshake.Refusal.OTHER, handshake.ifClosedNow());
    } else {
      fail(Handshake.Refusal.OTHER, reason == null ? "closed" : reason.getMessage());
    }
  }

  private void fail(Handshake.Refusal refusal, String reason) {
    if (!over) {
      over = true;
      timer.cancel();
      link.close(null);
      result.failed(this, refusal, reason);
    }
  }

  @Override
  public void close() {
    // the buffers are the garbage collector's
  }
}
