package io.teleport.engine.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills chunks with bytes one after the other, taking them from a reservation as they are needed. It owns the chunks until
 * {@link #finish} hands them on, or {@link #abandon} gives them back. The reservation stays the caller's. Used by one thread.
 */
public final class ChunkWriter {

  private final Reservation reservation;
  private final List<Chunk> chunks = new ArrayList<>();
  private long length;
  private boolean ended;

  /**
   * Creates a writer.
   *
   * @param reservation where chunks come from; it must have been granted, with enough of them
   */
  public ChunkWriter(Reservation reservation) {
    this.reservation = reservation;
  }

  /** Returns how many bytes were written. */
  public long length() {
    return length;
  }

  /**
   * Appends all bytes of an array.
   *
   * @throws IllegalStateException if they need more chunks than were reserved, or the writer has ended
   */
  public void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /**
   * Appends the bytes of a buffer from its position to its limit, and moves its position there.
   *
   * @throws IllegalStateException if they need more chunks than were reserved, or the writer has ended
   */
  public void write(ByteBuffer bytes) {
    checkOpen();
    while (bytes.hasRemaining()) {
      int used = (int) (length % ChunkPool.CHUNK_SIZE);
      if (used == 0) {
        chunks.add(reservation.take());
      }
      int count = Math.min(bytes.remaining(), ChunkPool.CHUNK_SIZE - used);
      ByteBuffer memory = chunks.get(chunks.size() - 1).memory();
      memory.put(used, bytes, bytes.position(), count);
      bytes.position(bytes.position() + count);
      length += count;
    }
  }

  /**
   * Ends writing.
   *
   * @return what was written; the caller holds the one reference to it
   * @throws IllegalStateException if the writer has ended
   */
  public ChunkList finish() {
    checkOpen();
    ended = true;
    return new ChunkList(reservation.pool(), chunks, length);
  }

  /** Ends writing and gives back all that was written. After {@link #finish}, or a second time, it does nothing. */
  public void abandon() {
    if (!ended) {
      ended = true;
      reservation.pool().giveBack(chunks);
    }
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("nothing can be written after the end");
    }
  }
}
