package io.teleport.engine.net;

import java.nio.ByteBuffer;

/**
 * A fixed-size piece of direct memory. Owned by whoever took it from its {@link ChunkPool}, and
 * given back there exactly once.
 */
final class Chunk {

  private final ByteBuffer memory;

  /** Where the chunk was taken, or null while it is in the pool or when nobody wants to know. */
  Throwable takenAt;

  /** Whether the chunk is out of the pool; guarded by the pool's lock. */
  boolean taken;

  Chunk(ByteBuffer memory) {
    this.memory = memory;
  }

  /** Returns the chunk's memory itself; its position and limit belong to the owner. */
  ByteBuffer memory() {
    return memory;
  }
}
