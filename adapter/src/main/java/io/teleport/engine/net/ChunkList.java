package io.teleport.engine.net;

import io.teleport.term.PayloadReleasedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory of one message, or of one piece of a stream: bytes laid over chunks, in order, each
 * chunk but the last full.
 *
 * <p>References are counted. Whoever creates the list holds the first; {@link #retain} adds one,
 * {@link #release} gives one back, and with the last the chunks return to their pool. While
 * somebody holds a reference the bytes do not change, so any number of threads may read them.
 */
public final class ChunkList {

  private final ChunkPool pool;
  private final List<Chunk> chunks;
  private final long length;
  private final Runnable released;
  private final AtomicInteger references = new AtomicInteger(1);

  /**
   * Creates it.
   *
   * @param released told when the chunks are back in their pool
   */
  ChunkList(ChunkPool pool, List<Chunk> chunks, long length, Runnable released) {
    this.pool = pool;
    this.chunks = List.copyOf(chunks);
    this.length = length;
    this.released = released;
    if (ChunkPool.chunksFor(length) != chunks.size()) {
      throw new IllegalArgumentException(
          length + " bytes do not fill " + chunks.size() + " chunks");
    }
  }

  /** Returns the number of bytes. */
  public long length() {
    return length;
  }

  /**
   * Adds a reference.
   *
   * @throws PayloadReleasedException if the last one was given back
   */
  public void retain() {
    int count;
    do {
      count = references.get();
      if (count == 0) {
        throw new PayloadReleasedException();
      }
    } while (!references.compareAndSet(count, count + 1));
  }

  /** Gives a reference back. */
  public void release() {
    int count = references.decrementAndGet();
    if (count == 0) {
      pool.giveBack(chunks);
      released.run();
    } else if (count < 0) {
      throw new IllegalStateException("memory released more often than retained");
    }
  }

  /** Returns whether anybody holds a reference. */
  public boolean isAlive() {
    return references.get() > 0;
  }

  /**
   * Returns a view of the bytes from an index on: {@code most} of them, or fewer where the memory
   * does not go on in a row. The caller must hold a reference for as long as it uses the view.
   */
  public ByteBuffer view(long index, long most) {
    Objects.checkIndex(index, length);
    return Chunk.view(chunks, index, Math.min(most, length - index));
  }
}
