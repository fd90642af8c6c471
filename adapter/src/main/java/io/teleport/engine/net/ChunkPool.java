package io.teleport.engine.net;

import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Direct memory in chunks of {@value #CHUNK_SIZE} bytes, with a hard bound.
 *
 * <p>Memory is reserved before it is taken: a {@link Reservation} is a promise of so many chunks,
 * so that a message whose reception has begun can always be finished. The sum of chunks that are
 * out and chunks that are promised never exceeds the bound. Who finds no room waits in line, first
 * come, first served; nobody blocks.
 *
 * <p>Direct memory is allocated in slabs on first use and kept until the pool itself is garbage.
 * Safe for use by any number of threads.
 */
public final class ChunkPool {

  /** The size of a chunk in bytes. */
  public static final int CHUNK_SIZE = 64 * 1024;

  private final int bound;
  private final boolean tracing;
  private final IntFunction<ByteBuffer> allocator;
  private final ReentrantLock lock = new ReentrantLock();

  /** Slabs that are free as a whole. */
  private final SlabStack whole = new SlabStack();

  /** Slabs of which some chunks are free. */
  private final SlabStack broken = new SlabStack();

  private final Set<Chunk> traced = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private volatile Runnable freed = () -> {};
  private int allocated;
  private int out;
  private int promised;

  private record Waiter(int chunks, Reservation reservation, Consumer<Reservation> granted) {
    void tell() {
      granted.accept(reservation);
    }
  }

  /**
   * Creates a pool.
   *
   * @param bytes the bound; rounded down to whole chunks, at least one
   * @param tracing whether to record where each chunk is taken; slow, meant for tests
   */
  public ChunkPool(long bytes, boolean tracing) {
    this(bytes, tracing, ByteBuffer::allocateDirect);
  }

  /**
   * Creates a pool whose memory comes from somewhere.
   *
   * @param allocator returns memory of so many bytes
   */
  ChunkPool(long bytes, boolean tracing, IntFunction<ByteBuffer> allocator) {
    this.bound = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / CHUNK_SIZE));
    this.tracing = tracing;
    this.allocator = allocator;
  }

  /**
   * Sets what is to be told when memory came back, after those were served who wait in line here.
   *
   * @param listener called by the thread that gave memory back; must not block
   */
  public void whenFreed(Runnable listener) {
    freed = listener;
  }

  /** Returns how many chunks hold so many bytes. */
  public static int chunksFor(long bytes) {
    return Math.toIntExact((bytes + CHUNK_SIZE - 1) / CHUNK_SIZE);
  }

  /** Returns the bound in chunks. */
  public int bound() {
    return bound;
  }

  /**
   * Promises memory, now or later.
   *
   * @param chunks how many; at most {@link #bound}
   * @param granted told the reservation as soon as the memory is promised: at once, in the calling
   *     thread, or later in the thread that gives memory back; it must not block
   * @return the reservation, which is to be closed in any case, granted or not
   */
  public Reservation reserve(int chunks, Consumer<Reservation> granted) {
    if (chunks > bound) {
      throw new IllegalArgumentException(chunks + " chunks can never be had of a pool of " + bound);
    }
    Reservation reservation = new Reservation(this);
    lock.lock();
    try {
      if (!waiters.isEmpty() || out + promised + chunks > bound) {
        waiters.add(new Waiter(chunks, reservation, granted));
        return reservation;
      }
      grant(reservation, chunks);
    } finally {
      lock.unlock();
    }
    granted.accept(reservation);
    return reservation;
  }

  /** Promises memory if there is room now and nobody waits; else returns null. */
  public Reservation tryReserve(int chunks) {
    lock.lock();
    try {
      if (!waiters.isEmpty() || out + promised + chunks > bound) {
        return null;
      }
      Reservation reservation = new Reservation(this);
      grant(reservation, chunks);
      return reservation;
    } finally {
      lock.unlock();
    }
  }

  /** Promises more memory to who has a promise, if there is room now and nobody waits. */
  boolean tryExtend(Reservation reservation, int chunks) {
    lock.lock();
    try {
      if (reservation.closed || !waiters.isEmpty() || out + promised + chunks > bound) {
        return false;
      }
      promised += chunks;
      reservation.remaining += chunks;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many chunks are out of the pool. */
  public int chunksOut() {
    lock.lock();
    try {
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many chunks are out of the pool or promised. */
  public int chunksCommitted() {
    lock.lock();
    try {
      return out + promised;
    } finally {
      lock.unlock();
    }
  }

  /** Adds what it holds. */
  public void measure(Levels levels) {
    lock.lock();
    try {
      levels.add(Level.CHUNKS_OUT, out);
      levels.add(Level.CHUNKS_PROMISED, promised);
      levels.add(Level.CHUNK_BYTES, (long) allocated * CHUNK_SIZE);
    } finally {
      lock.unlock();
    }
  }

  /** Returns where each chunk that is out was taken; empty unless the pool traces. */
  public List<Throwable> whereTaken() {
    lock.lock();
    try {
      List<Throwable> places = new ArrayList<>();
      traced.forEach(chunk -> places.add(chunk.takenAt));
      return places;
    } finally {
      lock.unlock();
    }
  }

  private void grant(Reservation reservation, int chunks) {
    promised += chunks;
    reservation.remaining = chunks;
  }

  /**
   * Takes chunks of a promise: such as lie in a row in memory if there are any, since what is read
   * from or written to a socket is then fewer pieces.
   */
  void take(Reservation reservation, int count, List<Chunk> target) {
    lock.lock();
    try {
      if (reservation.remaining < count) {
        throw new IllegalStateException("more chunks taken than reserved");
      }
      int before = target.size();
      takeRows(count, target);
      reservation.remaining -= count;
      promised -= count;
      out += count;
      target.subList(before, target.size()).forEach(this::mark);
    } finally {
      lock.unlock();
    }
  }

  /** Takes them all, or none if memory cannot be allocated. */
  private void takeRows(int count, List<Chunk> target) {
    int before = target.size();
    int left = count;
    try {
      while (left > 0) {
        left -= takeRow(left, target);
      }
    } finally {
      if (left > 0) {
        List<Chunk> some = target.subList(before, target.size());
        some.forEach(this::putBack);
        some.clear();
      }
    }
  }

  private int takeRow(int most, List<Chunk> target) {
    Slab slab = choose(most);
    (slab.isWhole() ? whole : broken).remove(slab);
    int count = slab.take(most, target);
    if (!slab.isUsedUp()) {
      broken.push(slab);
    }
    return count;
  }

  /** Few chunks come of a slab that is broken already, so that others stay whole. */
  private Slab choose(int count) {
    if (broken.peek() != null && (count < Slab.CHUNKS || !hasWhole())) {
      return broken.peek();
    }
    if (whole.peek() == null) {
      allocate();
    }
    return whole.peek();
  }

  private boolean hasWhole() {
    return whole.peek() != null || allocated < bound;
  }

  private void allocate() {
    int count = Math.min(Slab.CHUNKS, bound - allocated);
    whole.push(new Slab(allocator.apply(count * CHUNK_SIZE)));
    allocated += count;
  }

  private void mark(Chunk chunk) {
    chunk.taken = true;
    if (tracing) {
      chunk.takenAt = new Throwable("chunk taken by " + Thread.currentThread().getName());
      traced.add(chunk);
    }
  }

  /** Takes chunks back. */
  void giveBack(List<Chunk> chunks) {
    giveBack(null, chunks);
  }

  /** Takes chunks back for the promise of as many others, so that a stream keeps its window. */
  void exchange(Reservation reservation, List<Chunk> chunks) {
    giveBack(reservation, chunks);
  }

  private void giveBack(Reservation exchangedFor, List<Chunk> chunks) {
    List<Waiter> granted;
    lock.lock();
    try {
      for (Chunk chunk : chunks) {
        if (!chunk.taken) {
          throw new IllegalStateException("chunk given back twice");
        }
        chunk.taken = false;
        chunk.takenAt = null;
        if (tracing) {
          traced.remove(chunk);
        }
        putBack(chunk);
      }
      out -= chunks.size();
      if (exchangedFor != null && !exchangedFor.closed) {
        promised += chunks.size();
        exchangedFor.remaining += chunks.size();
      }
      granted = grantWaiters();
    } finally {
      lock.unlock();
    }
    granted.forEach(Waiter::tell);
    freed.run();
  }

  private void putBack(Chunk chunk) {
    Slab slab = chunk.slab();
    boolean wasUsedUp = slab.isUsedUp();
    slab.giveBack(chunk);
    if (!wasUsedUp) {
      broken.remove(slab);
    }
    (slab.isWhole() ? whole : broken).push(slab);
  }

  /**
   * Ends a promise: what is left of it becomes room for others, and a place in the line is given
   * up.
   */
  void close(Reservation reservation) {
    List<Waiter> granted;
    lock.lock();
    try {
      if (reservation.closed) {
        return;
      }
      reservation.closed = true;
      promised -= reservation.remaining;
      reservation.remaining = 0;
      waiters.removeIf(waiter -> waiter.reservation() == reservation);
      granted = grantWaiters();
    } finally {
      lock.unlock();
    }
    granted.forEach(Waiter::tell);
    freed.run();
  }

  private List<Waiter> grantWaiters() {
    if (waiters.isEmpty()) {
      return List.of();
    }
    List<Waiter> granted = new ArrayList<>();
    while (!waiters.isEmpty() && out + promised + waiters.peek().chunks() <= bound) {
      Waiter waiter = waiters.remove();
      grant(waiter.reservation(), waiter.chunks());
      granted.add(waiter);
    }
    return granted;
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "ChunkPool[bound=%d, allocated=%d, out=%d, promised=%d, waiting=%d]"
          .formatted(bound, allocated, out, promised, waiters.size());
    } finally {
      lock.unlock();
    }
  }
}
