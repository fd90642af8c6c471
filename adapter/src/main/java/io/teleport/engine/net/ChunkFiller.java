package io.teleport.engine.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the chunks of a reservation one after the other, with bytes that are read straight into
 * them. Owns the reservation and the chunks until {@link #finish} or {@link #abandon}. To be used
 * by one thread at a time.
 */
public final class ChunkFiller {

  private final Reservation reservation;
  private final List<Chunk> chunks = new ArrayList<>();
  private long length;
  private boolean done;

  /** Creates a filler. */
  public ChunkFiller(Reservation reservation) {
    this.reservation = reservation;
  }

  /** Returns how many bytes were filled in. */
  public long length() {
    return length;
  }

  /**
   * Returns where the next bytes go, taking chunks as needed.
   *
   * @param most how many bytes are expected at the most; positive
   * @return buffers that have room for as many bytes altogether
   */
  public ByteBuffer[] room(long most) {
    checkNotDone();
    int missing = ChunkPool.chunksFor(length + most) - chunks.size();
    if (missing > 0) {
      reservation.take(missing, chunks);
    }
    List<ByteBuffer> room = new ArrayList<>();
    long left = most;
    while (left > 0) {
      ByteBuffer next = Chunk.view(chunks, length + most - left, left);
      room.add(next);
      left -= next.remaining();
    }
    return room.toArray(new ByteBuffer[0]);
  }

  /** Says how many bytes were put where {@link #room} said. */
  public void filled(long count) {
    length += count;
  }

  /** Copies bytes in. */
  public void put(ByteBuffer source) {
    if (!source.hasRemaining()) {
      return;
    }
    int count = source.remaining();
    for (ByteBuffer part : room(count)) {
      ByteBuffer slice = source.slice(source.position(), part.remaining());
      source.position(source.position() + part.remaining());
      part.put(slice);
    }
    filled(count);
  }

  /** Returns what was filled in; its owner is the caller, who holds the one reference. */
  public ChunkList finish() {
    return finish(() -> {});
  }

  /**
   * Returns what was filled in; its owner is the caller, who holds the one reference.
   *
   * @param released told when the memory is back in its pool, by the thread that gave it back; must
   *     not block
   */
  public ChunkList finish(Runnable released) {
    checkNotDone();
    done = true;
    reservation.close();
    int used = ChunkPool.chunksFor(length);
    if (used < chunks.size()) {
      List<Chunk> unused = chunks.subList(used, chunks.size());
      reservation.pool().giveBack(List.copyOf(unused));
      unused.clear();
    }
    return new ChunkList(reservation.pool(), chunks, length, released);
  }

  private void checkNotDone() {
    if (done) {
      throw new IllegalStateException("the chunks were handed on or given back already");
    }
  }

  /** Gives everything back. Doing so twice, or after {@link #finish}, is harmless. */
  public void abandon() {
    if (!done) {
      done = true;
      reservation.close();
      reservation.pool().giveBack(chunks);
    }
  }
}
