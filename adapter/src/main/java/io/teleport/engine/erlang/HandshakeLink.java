package io.teleport.engine.erlang;

import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.SecureChannel;
import io.teleport.engine.net.Timer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLException;

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
  private final boolean isTls;

  /** How many bytes have the length of a message. */
  private final int header;

  private final ByteBuffer buffer;
  private final Timer timer;
  private DistributionConnection connection;
  private boolean over;
  private Handshake.Step.Refused refused;

  /**
   * Takes a connected socket.
   *
   * @param secure encrypts it; null to go without TLS
   * @throws IOException if it cannot be used; it is closed then
   */
  HandshakeLink(
      Loop loop,
      SocketChannel channel,
      SecureChannel secure,
      Handshake handshake,
      Duration timeout,
      Result result)
      throws IOException {
    this.loop = loop;
    this.handshake = handshake;
    this.result = result;
    this.link = new Link(channel, secure, this::closed);
    this.isTls = secure != null;
    this.header = isTls ? Integer.BYTES : Short.BYTES;
    this.buffer = ByteBuffer.allocate(header + HandshakeLayout.MAX_LENGTH).limit(header);
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
      writer.offer(
          isTls ? HandshakeEncoder.encodeOverTls(message) : HandshakeEncoder.encode(message));
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
      if (buffer.limit() == header) {
        buffer.limit(header + length());
      } else {
        ByteBuffer message = buffer.flip().position(header).slice();
        Handshake.Step step = handshake.receive(message);
        buffer.clear().limit(header);
        take(step);
      }
    }
    return true;
  }

  private int length() throws ErlangProtocolException {
    int length = isTls ? buffer.getInt(0) : buffer.getShort(0) & 0xFFFF;
    if (!isTls && length == TlsFailure.FIRST_BYTES) {
      throw new ErlangProtocolException(TlsFailure.NOT_HERE);
    }
    if (length <= 0 || length > HandshakeLayout.MAX_LENGTH) {
      throw new ErlangProtocolException("a handshake message of " + length + " bytes");
    }
    return length;
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
    } else if (reason instanceof SSLException failure) {
      fail(TlsFailure.refusal(failure), TlsFailure.text(handshake.peerInWords(), failure));
    } else if (reason instanceof EOFException) {
      boolean cookie = handshake instanceof InitiatorHandshake mine && mine.isCookieInDoubt();
      fail(
          cookie ? Handshake.Refusal.COOKIE : Handshake.Refusal.OTHER,
          isTls && !cookie
              ? handshake.ifClosedNow() + TlsFailure.IF_CLOSED
              : handshake.ifClosedNow());
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
