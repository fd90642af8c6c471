package io.teleport.engine.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from a loop, which reads them off a socket straight into chunks, to a thread
 * that reads them as a stream. Both sides may work at the same time, on different bytes.
 *
 * <p>The stream owns its reservation and its chunks, and never holds more than were reserved: a
 * chunk that the reader is done with is exchanged for the promise of another one, which is what
 * lets the sender go on. Any thread may close it, even while both sides work: the memory goes back
 * when the last of the two has finished with it.
 *
 * <p>Who passes the bytes on need not copy them: {@link #lend} hands them out where they lie, and
 * their chunk is kept until all that was lent of it has come back.
 */
public final class ChunkStream {

  /** Learns that the sender may go on. Called by the reading thread. */
  @FunctionalInterface
  public interface RoomListener {
    /**
     * More room came free.
     *
     * @param upTo how many bytes, counted from the begin of the stream, there is room for now
     */
    void roomUpTo(long upTo);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Reservation reservation;
  private final RoomListener listener;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private long roomUpTo;
  private long received;
  private long consumed;
  private long taken;
  private boolean ended;
  private boolean closed;
  private boolean filling;
  private boolean reading;
  private IOException failure;

  /** What is lent of the chunk that is being read; null if nothing is. */
  private Loan loan;

  /** The parts of one chunk that are lent. */
  private static final class Loan {
    private final Chunk chunk;
    private int parts;

    /** Whether the stream is done with the chunk, so that the last part to come back frees it. */
    private boolean isLast;

    Loan(Chunk chunk) {
      this.chunk = chunk;
    }
  }

  /**
   * Creates a stream.
   *
   * @param reservation its window; belongs to the stream from here on
   * @param window size of the window in chunks
   */
  public ChunkStream(Reservation reservation, int window, RoomListener listener) {
    this.reservation = reservation;
    this.listener = listener;
    this.roomUpTo = (long) window * ChunkPool.CHUNK_SIZE;
  }

  /** Returns how many bytes there is room for, counted from the begin of the stream. */
  public long roomUpTo() {
    lock.lock();
    try {
      return roomUpTo;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns where the next bytes go. Called by the loop, and followed by {@link #filled} in any
   * case.
   *
   * @param most how many bytes are expected at the most
   * @return buffers with that much room, or null if nobody reads any more
   * @throws IOException if the sender sent more than it was allowed
   */
  public ByteBuffer[] room(long most) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      if (received + most > roomUpTo) {
        throw new IOException(
            "a stream of %d bytes where %d were allowed".formatted(received + most, roomUpTo));
      }
      long end = received + most;
      if (taken < end) {
        int count = ChunkPool.chunksFor(end - taken);
        List<Chunk> fresh = new ArrayList<>(count);
        reservation.take(count, fresh);
        chunks.addAll(fresh);
        taken += (long) count * ChunkPool.CHUNK_SIZE;
      }
      filling = true;
      return slices(most);
    } finally {
      lock.unlock();
    }
  }

  private ByteBuffer[] slices(long most) {
    List<ByteBuffer> room = new ArrayList<>();
    long begin = taken - (long) chunks.size() * ChunkPool.CHUNK_SIZE;
    long left = most;
    for (Chunk chunk : chunks) {
      long offset = Math.max(0, received + (most - left) - begin);
      if (left > 0 && offset < ChunkPool.CHUNK_SIZE) {
        int count = (int) Math.min(left, ChunkPool.CHUNK_SIZE - offset);
        room.add(chunk.view((int) offset, count));
        left -= count;
      }
      begin += ChunkPool.CHUNK_SIZE;
    }
    return room.toArray(new ByteBuffer[0]);
  }

  /** Says how many bytes were put where {@link #room} said; 0 is allowed. Called by the loop. */
  public void filled(long count) {
    lock.lock();
    try {
      filling = false;
      received += count;
      giveAllBackIfDone();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that nothing comes any more: all has arrived. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that nothing comes any more, and why. What arrived can still be read. */
  public void fail(IOException reason) {
    lock.lock();
    try {
      if (!ended) {
        failure = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether all has arrived. */
  public boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads bytes, waiting for them if there are none. Called by the reading thread.
   *
   * @return how many; -1 at the end
   * @throws IOException if the sender failed, or the stream was closed
   * @throws IllegalStateException if another thread is reading
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = 0;
    beginReading();
    try {
      ByteBuffer source = awaitBytes(length);
      if (source == null) {
        return -1;
      }
      int available = source.remaining();
      source.get(target, offset, available);
      count = available;
    } finally {
      endReading(count);
    }
    return count;
  }

  /**
   * Lends the next bytes, waiting for them if there are none: as many as lie in a row. Called by
   * the reading thread. They stay valid until the segment is released, which any thread may do,
   * even when the stream is closed.
   *
   * @return null at the end
   * @throws IOException if the sender failed, or the stream was closed
   * @throws IllegalStateException if another thread is reading
   */
  public Segment.Lent lend() throws IOException {
    int count = 0;
    beginReading();
    try {
      ByteBuffer bytes = awaitBytes(ChunkPool.CHUNK_SIZE);
      if (bytes == null) {
        return null;
      }
      Loan mine = lent();
      count = bytes.remaining();
      return new Segment.Lent(bytes, () -> giveBack(mine));
    } finally {
      endReading(count);
    }
  }

  private Loan lent() {
    lock.lock();
    try {
      if (loan == null) {
        loan = new Loan(chunks.peek());
      }
      loan.parts++;
      return loan;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Loan part) {
    long upTo = 0;
    lock.lock();
    try {
      part.parts--;
      if (part.parts == 0 && part.isLast) {
        upTo = exchange(part.chunk);
      }
    } finally {
      lock.unlock();
    }
    if (upTo > 0) {
      listener.roomUpTo(upTo);
    }
  }

  /** Gives a chunk back; returns up to where there is room now, or 0 if that does not matter. */
  private long exchange(Chunk chunk) {
    reservation.pool().exchange(reservation, List.of(chunk));
    if (closed) {
      return 0;
    }
    roomUpTo += ChunkPool.CHUNK_SIZE;
    return roomUpTo;
  }

  /** Returns whether the first chunk is lent; if so the last part to come back frees it. */
  private boolean isLeftToBorrower() {
    boolean isLent = loan != null && loan.parts > 0;
    if (isLent) {
      loan.isLast = true;
    }
    loan = null;
    return isLent;
  }

  private void beginReading() {
    lock.lock();
    try {
      if (reading) {
        throw new IllegalStateException("two threads read one stream");
      }
      reading = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a view of bytes that can be read, at the most {@code most} of them, or null at the end.
   */
  private ByteBuffer awaitBytes(int most) throws IOException {
    lock.lock();
    try {
      while (received == consumed && !ended && failure == null && !closed) {
        changed.await();
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (received == consumed) {
        if (failure != null) {
          throw new IOException(failure.getMessage(), failure);
        }
        return null;
      }
      int offset = (int) (consumed % ChunkPool.CHUNK_SIZE);
      long count = Math.min(Math.min(most, received - consumed), ChunkPool.CHUNK_SIZE - offset);
      return chunks.peek().view(offset, (int) count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the rest of a message");
    } finally {
      lock.unlock();
    }
  }

  private void endReading(int count) {
    long upTo = 0;
    lock.lock();
    try {
      reading = false;
      consumed += count;
      giveAllBackIfDone();
      if (!closed && count > 0 && consumed % ChunkPool.CHUNK_SIZE == 0) {
        Chunk chunk = chunks.remove();
        upTo = isLeftToBorrower() ? 0 : exchange(chunk);
      }
    } finally {
      lock.unlock();
    }
    if (upTo > 0) {
      listener.roomUpTo(upTo);
    }
  }

  /**
   * Gives all memory back; whoever reads fails from here on. Called by any thread. Doing so twice
   * is harmless.
   */
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        changed.signalAll();
        giveAllBackIfDone();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveAllBackIfDone() {
    if (!closed || filling || reading) {
      return;
    }
    if (isLeftToBorrower()) {
      chunks.remove();
    }
    reservation.close();
    reservation.pool().giveBack(List.copyOf(chunks));
    chunks.clear();
  }
}
