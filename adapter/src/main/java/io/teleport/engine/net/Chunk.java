package io.teleport.engine.net;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A fixed-size piece of direct memory. Owned by whoever took it from its {@link ChunkPool}, and
 * given back there exactly once.
 */
final class Chunk {

  private final Slab slab;
  private final int index;

  /** Where the chunk was taken, or null while it is in the pool or when nobody wants to know. */
  Throwable takenAt;

  /** Whether the chunk is out of the pool; guarded by the pool's lock. */
  boolean taken;

  Chunk(Slab slab, int index) {
    this.slab = slab;
    this.index = index;
  }

  Slab slab() {
    return slab;
  }

  /** Returns the chunk's place in its slab. */
  int index() {
    return index;
  }

  /** Returns a view of some of its bytes. */
  ByteBuffer view(int offset, int count) {
    return slab.memory().slice(index * ChunkPool.CHUNK_SIZE + offset, count);
  }

  /** Returns whether its memory begins where that of another one ends. */
  private boolean follows(Chunk other) {
    return slab == other.slab && index == other.index + 1;
  }

  /**
   * Returns a view of bytes that lie over several chunks in order: as many as lie in a row in
   * memory, which may be more than one chunk has.
   *
   * @param from index of the first byte, counted over the chunks
   * @param most how many bytes at the most
   */
  static ByteBuffer view(List<Chunk> chunks, long from, long most) {
    int at = (int) (from / ChunkPool.CHUNK_SIZE);
    int offset = (int) (from % ChunkPool.CHUNK_SIZE);
    Chunk first = chunks.get(at);
    Chunk last = first;
    int count = ChunkPool.CHUNK_SIZE - offset;
    while (count < most && ++at < chunks.size() && chunks.get(at).follows(last)) {
      last = chunks.get(at);
      count += ChunkPool.CHUNK_SIZE;
    }
    return first.view(offset, (int) Math.min(count, most));
  }
}
