package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * Bytes in the memory of a received message. It holds no reference to that memory: each access
 * takes one for as long as it lasts, and throws {@link io.teleport.term.PayloadReleasedException}
 * when the memory was given back. The memory itself never reaches code of an application, which
 * could keep it.
 *
 * @param memory what holds the bytes
 * @param offset index of the first
 * @param length number of bytes
 */
public record ChunkContent(ChunkList memory, long offset, long length) implements BinaryContent {

  private static final int BLOCK = 64 * 1024;

  /**
   * Checks the range.
   *
   * @throws IndexOutOfBoundsException if it is not within the memory
   */
  public ChunkContent {
    Objects.checkFromIndexSize(offset, length, memory.length());
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public InputStream openStream() {
    memory.retain();
    memory.release();
    return new ChunkInputStream(memory, offset, length);
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    memory.retain();
    try {
      byte[] block = isOfTheJdk(target) ? null : new byte[(int) Math.min(BLOCK, length)];
      long done = 0;
      while (done < length) {
        ByteBuffer view = memory.view(offset + done, length - done);
        done +=
            block == null ? writeFully(view.asReadOnlyBuffer(), target) : copy(view, block, target);
      }
    } finally {
      memory.release();
    }
  }

  /**
   * Whether a channel is known not to keep what it is given: its class is the JDK's, not a subclass
   * of somebody else.
   */
  private static boolean isOfTheJdk(WritableByteChannel target) {
    return (target instanceof FileChannel || target instanceof SocketChannel)
        && target.getClass().getModule() == FileChannel.class.getModule();
  }

  private static int copy(ByteBuffer view, byte[] block, WritableByteChannel target)
      throws IOException {
    int count = Math.min(view.remaining(), block.length);
    view.get(block, 0, count);
    return writeFully(ByteBuffer.wrap(block, 0, count), target);
  }

  private static int writeFully(ByteBuffer bytes, WritableByteChannel target) throws IOException {
    int count = bytes.remaining();
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
    return count;
  }
}
