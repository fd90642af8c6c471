package io.teleport.bench.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;

/**
 * A body of any length that nobody holds in memory: one block of random bytes again and again, with
 * the position of each {@value #STRIDE} bytes at their begin. Used by one thread.
 */
public final class StreamSource implements ReadableByteChannel {

  /** Distance of the positions. */
  static final int STRIDE = 4096;

  /** No multiple of any size that a transport uses. */
  private static final int BLOCK = 257 * STRIDE;

  private static final ByteBuffer RANDOM = block();

  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).put(RANDOM.duplicate()).flip();
  private final long size;
  private long position;
  private boolean open = true;

  /** Creates a body of that many bytes. */
  public StreamSource(long size) {
    this.size = size;
  }

  private static ByteBuffer block() {
    byte[] bytes = new byte[BLOCK];
    new Random(1).nextBytes(bytes);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Returns the byte that stands somewhere between two positions. */
  static byte at(long index) {
    return RANDOM.get((int) (index % BLOCK));
  }

  @Override
  public int read(ByteBuffer target) {
    if (position == size) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), size - position);
    for (int left = count; left > 0; ) {
      int offset = (int) (position % BLOCK);
      if (offset == 0) {
        mark();
      }
      int step = Math.min(left, BLOCK - offset);
      target.put(block.slice(offset, step));
      position += step;
      left -= step;
    }
    return count;
  }

  private void mark() {
    for (int at = 0; at < BLOCK; at += STRIDE) {
      block.putLong(at, position + at);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
