package io.teleport.engine.peer;

import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.VersionMismatchException;
import io.teleport.engine.net.LinkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;

/**
 * Reads the frames of a handshake, one at a time and never a byte further: what follows the last of
 * them belongs to somebody else. Needs next to no memory, since whoever is at the other end has not
 * shown who it is. Used by the link's loop only.
 */
final class HandshakeReader implements LinkReader {

  /** Takes what was read. */
  interface Handler {
    /**
     * Takes a frame.
     *
     * @param bytes the frame as it was on the wire, length included
     * @throws IOException if it must not come now
     */
    void handle(HandshakeFrame frame, byte[] bytes) throws IOException;

    /** The other side speaks another version of the protocol. */
    void otherVersion(VersionMismatchException mismatch);

    /**
     * What begins here is another protocol; nothing more is read.
     *
     * @param read what was read of it
     */
    default void foreign(ByteBuffer read) {
      throw new IllegalStateException("nobody asked whether it is another protocol");
    }
  }

  /** With what no frame of ours begins, but every term of Erlang. */
  private static final byte FOREIGN = (byte) 131;

  /** The length of a frame, and its first byte. */
  private static final int SNIFFED = 5;

  private final Handler handler;
  private ByteBuffer buffer;
  private boolean sniffs;
  private boolean finished;

  HandshakeReader(Handler handler) {
    this(handler, false);
  }

  /**
   * Creates it.
   *
   * @param sniffs whether the first frame may be one of another protocol
   */
  HandshakeReader(Handler handler, boolean sniffs) {
    this.handler = handler;
    this.sniffs = sniffs;
    this.buffer = ByteBuffer.allocate(sniffs ? SNIFFED : 4);
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    while (!finished) {
      if (channel.read(buffer) < 0) {
        return false;
      }
      if (buffer.hasRemaining()) {
        return true;
      }
      if (sniffs) {
        sniff();
      } else if (buffer.capacity() == 4) {
        beginBody();
      } else {
        handleFrame();
      }
    }
    return true;
  }

  private void sniff() throws ProtocolViolationException {
    sniffs = false;
    byte first = buffer.get(SNIFFED - 1);
    if (first == FOREIGN) {
      finished = true;
      handler.foreign(buffer.flip());
    } else {
      beginBody();
      buffer.put(first);
    }
  }

  private void beginBody() throws ProtocolViolationException {
    int length = buffer.getInt(0);
    if (length < 1 || length > HandshakeCodec.MAX_BODY) {
      throw new ProtocolViolationException(
          "a first frame of %d bytes, which is no hello of a Teleport node"
              .formatted(length & 0xFFFFFFFFL));
    }
    buffer = ByteBuffer.allocate(4 + length).putInt(length);
  }

  private void handleFrame() throws IOException {
    byte[] bytes = buffer.array();
    buffer = ByteBuffer.allocate(4);
    try {
      HandshakeFrame frame = HandshakeCodec.decode(ByteBuffer.wrap(bytes, 4, bytes.length - 4));
      handler.handle(frame, bytes);
    } catch (VersionMismatchException e) {
      finished = true;
      handler.otherVersion(e);
    }
  }

  @Override
  public void close() {
    finished = true;
  }
}
