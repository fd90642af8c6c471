package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import java.nio.ByteBuffer;

/** Copies out of the memory of a message, across the boundaries of its chunks. */
final class ChunkReads {

  private ChunkReads() {}

  /** Copies bytes to the heap. The caller holds a reference to the memory. */
  static void copy(ChunkList memory, long position, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      ByteBuffer view = memory.view(position + done, length - done);
      int count = view.remaining();
      view.get(target, offset + done, count);
      done += count;
    }
  }
}
