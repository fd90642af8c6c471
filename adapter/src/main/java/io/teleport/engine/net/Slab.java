package io.teleport.engine.net;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Direct memory that is allocated in one piece, and its chunks. Guarded by the lock of the pool
 * that it belongs to, but for {@link #memory}.
 */
final class Slab {

  /** How many chunks a slab has at the most. */
  static final int CHUNKS = 16;

  private final ByteBuffer memory;
  private final Chunk[] chunks;
  private final int all;

  /** A bit for each chunk, set while it is in the pool. */
  private int free;

  /** Its place in the stack that it is on; the stack's. */
  Slab below;

  Slab above;

  /**
   * Creates a slab.
   *
   * @param memory what it consists of: a whole number of chunks, at most {@link #CHUNKS}
   */
  Slab(ByteBuffer memory) {
    this.memory = memory;
    int count = memory.capacity() / ChunkPool.CHUNK_SIZE;
    chunks = new Chunk[count];
    for (int i = 0; i < count; i++) {
      chunks[i] = new Chunk(this, i);
    }
    all = (1 << count) - 1;
    free = all;
  }

  ByteBuffer memory() {
    return memory;
  }

  /** Returns whether all of its chunks are in the pool. */
  boolean isWhole() {
    return free == all;
  }

  /** Returns whether none of its chunks is in the pool. */
  boolean isUsedUp() {
    return free == 0;
  }

  /**
   * Takes chunks that lie in a row.
   *
   * @param most how many at the most; positive
   * @param target where they go
   * @return how many; at least one
   */
  int take(int most, List<Chunk> target) {
    int first = Integer.numberOfTrailingZeros(free);
    int row = Integer.numberOfTrailingZeros(~(free >>> first));
    int count = Math.min(most, row);
    for (int i = first; i < first + count; i++) {
      free &= ~(1 << i);
      target.add(chunks[i]);
    }
    return count;
  }

  /** Takes one of its chunks back. */
  void giveBack(Chunk chunk) {
    free |= 1 << chunk.index();
  }
}
