package io.teleport.bench.wire;

import java.nio.ByteBuffer;

/**
 * Checks samples of what a {@link StreamSource} yields: the position in each stride, and some bytes
 * after it. It finds bytes that are missing, doubled or out of place, and costs next to nothing.
 * Used by one thread.
 */
public final class StreamCheck {

  private static final int STRIDE = StreamSource.STRIDE;

  /** Number of bytes that are looked at in each stride. */
  private static final int SAMPLE = 64;

  private long received;
  private boolean intact = true;

  /** Takes the next bytes, from position to limit. */
  public void accept(ByteBuffer piece) {
    int count = piece.remaining();
    int begin = piece.position();
    long inStride = received % STRIDE;
    long next = inStride < SAMPLE ? received : received + STRIDE - inStride;
    while (next < received + count) {
      long stride = next - next % STRIDE;
      long end = Math.min(stride + SAMPLE, received + count);
      for (long index = next; index < end; index++) {
        intact &= piece.get(begin + (int) (index - received)) == expected(stride, index);
      }
      next = stride + STRIDE;
    }
    received += count;
  }

  private static byte expected(long stride, long index) {
    int offset = (int) (index - stride);
    return offset < Long.BYTES
        ? (byte) (stride >>> (Byte.SIZE * (Long.BYTES - 1 - offset)))
        : StreamSource.at(index);
  }

  /** Returns how many bytes came. */
  public long received() {
    return received;
  }

  /** Returns whether all that was looked at is as it should be. */
  public boolean isIntact() {
    return intact;
  }
}
