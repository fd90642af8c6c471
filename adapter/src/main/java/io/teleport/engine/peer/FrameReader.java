package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.LinkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;

/**
 * Reads the control and small lanes: many frames in one system call. Used by the link's loop only.
 */
final class FrameReader implements LinkReader {

  /** Takes frames. */
  interface Handler {
    /**
     * Handles a frame, whose payload is valid until this returns.
     *
     * @throws ProtocolViolationException if the peer must not send it
     */
    void handle(Frame frame) throws ProtocolViolationException;
  }

  private static final int PER_VISIT = 1 << 20;

  private final FrameDecoder decoder = new FrameDecoder();
  private final ByteBuffer buffer;
  private final int maxBody;
  private final Handler handler;
  private final Runnable busy;

  /**
   * Creates a reader.
   *
   * @param maxBody how long the body of a frame may be
   * @param busy told when there is more to read than fits into a buffer
   */
  FrameReader(int maxBody, Handler handler, Runnable busy) {
    this.buffer = ByteBuffer.allocateDirect(4 + maxBody);
    this.maxBody = maxBody;
    this.handler = handler;
    this.busy = busy;
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    int total = 0;
    boolean more = true;
    while (more && total < PER_VISIT) {
      int room = buffer.remaining();
      int count = channel.read(buffer);
      if (count < 0) {
        return false;
      }
      total += count;
      more = count == room;
      if (more) {
        busy.run();
      }
      buffer.flip();
      handleAll();
      buffer.compact();
    }
    return true;
  }

  private void handleAll() throws ProtocolViolationException {
    int end = buffer.limit();
    while (buffer.remaining() >= 4) {
      int length = buffer.getInt(buffer.position());
      if (length < 1 || length > maxBody) {
        throw new ProtocolViolationException(
            "a frame of " + (length & 0xFFFFFFFFL) + " bytes; allowed are 1 to " + maxBody);
      }
      if (buffer.remaining() < 4 + length) {
        return;
      }
      int begin = buffer.position() + 4;
      buffer.position(begin).limit(begin + length);
      handler.handle(decoder.decode(buffer));
      buffer.limit(end).position(begin + length);
    }
  }

  @Override
  public void close() {
    // the buffer is the garbage collector's
  }
}
