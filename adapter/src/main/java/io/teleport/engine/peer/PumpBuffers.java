package io.teleport.engine.peer;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers that streams are read into and sent from. Some are kept for the next stream.
 *
 * <p>How many are out is bounded by how far streams are read ahead of what was sent, see {@link
 * BulkSend#supply}. Safe for use by any thread.
 */
final class PumpBuffers {

  /** The size of a buffer in bytes. */
  static final int SIZE = 256 << 10;

  private static final int KEPT = 16;

  /** The one that was used last is taken first: it is in the processor's cache. */
  private final Deque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

  private final AtomicInteger kept = new AtomicInteger();

  /** Returns an empty buffer. */
  ByteBuffer take() {
    ByteBuffer buffer = idle.pollFirst();
    if (buffer == null) {
      return ByteBuffer.allocateDirect(SIZE);
    }
    kept.decrementAndGet();
    return buffer.clear();
  }

  /** Takes a buffer back that nobody uses any more. */
  void giveBack(ByteBuffer buffer) {
    if (kept.incrementAndGet() <= KEPT) {
      idle.addFirst(buffer);
    } else {
      kept.decrementAndGet();
    }
  }
}
