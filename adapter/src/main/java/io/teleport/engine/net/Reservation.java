package io.teleport.engine.net;

import java.util.List;

/**
 * A promise of chunks, given by a {@link ChunkPool}. Its holder takes the chunks as it needs them
 * and closes it when it needs no more, whether it was granted yet or not.
 */
public final class Reservation implements AutoCloseable {

  private final ChunkPool pool;

  /** How many chunks may still be taken; guarded by the pool's lock. */
  int remaining;

  /** Whether the promise has ended; guarded by the pool's lock. */
  boolean closed;

  Reservation(ChunkPool pool) {
    this.pool = pool;
  }

  ChunkPool pool() {
    return pool;
  }

  /**
   * Asks for more chunks than were promised.
   *
   * @return false if there is no room now, or others wait; nothing has changed then
   */
  public boolean tryExtend(int chunks) {
    return pool.tryExtend(this, chunks);
  }

  /**
   * Takes chunks; the caller owns them.
   *
   * @param target where they go, in order
   * @throws IllegalStateException if fewer are promised; nothing is taken then
   */
  void take(int count, List<Chunk> target) {
    pool.take(this, count, target);
  }

  /** Ends the promise of what was not taken. Doing so twice is harmless. */
  @Override
  public void close() {
    pool.close(this);
  }
}
