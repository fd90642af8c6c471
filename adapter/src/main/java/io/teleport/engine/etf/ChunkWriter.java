package io.teleport.engine.etf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Writes bytes that lie in chunks to a channel of the application. A file or a socket gets them
 * from where they lie; any other channel gets a copy, as it could keep what it is given, and would
 * see the next message in it. To be used by one thread.
 */
public final class ChunkWriter {

  private static final int BLOCK = 64 * 1024;

  private final WritableByteChannel target;
  private final boolean direct;
  private byte[] block = {};

  /** Creates a writer to a channel in blocking mode, which stays open. */
  public ChunkWriter(WritableByteChannel target) {
    this.target = target;
    this.direct = isOfTheJdk(target);
  }

  /**
   * Whether a channel is known not to keep what it is given: its class is the JDK's, not a subclass
   * of somebody else.
   */
  private static boolean isOfTheJdk(WritableByteChannel target) {
    return (target instanceof FileChannel || target instanceof SocketChannel)
        && target.getClass().getModule() == FileChannel.class.getModule();
  }

  /**
   * Writes all bytes of a view of chunks.
   *
   * @return how many
   * @throws IOException if the channel fails
   */
  public int write(ByteBuffer view) throws IOException {
    int count = view.remaining();
    if (direct) {
      writeFully(view.asReadOnlyBuffer());
    } else {
      writeCopies(view);
    }
    return count;
  }

  private void writeCopies(ByteBuffer view) throws IOException {
    int most = Math.min(BLOCK, view.remaining());
    if (block.length < most) {
      block = new byte[most];
    }
    while (view.hasRemaining()) {
      int count = Math.min(view.remaining(), block.length);
      view.get(block, 0, count);
      writeFully(ByteBuffer.wrap(block, 0, count));
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
