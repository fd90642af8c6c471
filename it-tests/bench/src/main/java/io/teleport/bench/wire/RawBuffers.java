package io.teleport.bench.wire;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Direct buffers that were used and will be again. Safe for use by any thread. */
final class RawBuffers {

  private final Deque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

  /** Returns a buffer whose remaining bytes are as many as asked for. */
  ByteBuffer take(int size) {
    ByteBuffer buffer = idle.pollFirst();
    if (buffer == null || buffer.capacity() < size) {
      // Too small a buffer is given up: a round has bodies of one size.
      buffer = ByteBuffer.allocateDirect(size);
    }
    return buffer.clear().limit(size);
  }

  void giveBack(ByteBuffer buffer) {
    idle.addFirst(buffer);
  }
}
