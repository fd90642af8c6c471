package io.teleport.engine.peer;

import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shares the memory for received large messages among their destinations, so that a slow listener
 * cannot take all there is.
 *
 * <p>A destination may hold a multiple of what is free: alone it ends up with half of the memory,
 * two with a third each, and something is always left for the next. A message that holds memory of
 * its sender already, because it is passed on, may go further, to three quarters: if messages go in
 * a circle of nodes, those that are in the circle find room that new ones do not take, and so the
 * circle keeps moving.
 *
 * <p>A destination that holds nothing gets a message in as soon as there is memory at all. First
 * come, first served within a destination; destinations take turns. Safe for use by any thread.
 */
public final class InboundMemory {

  private static final int PASSED_ON_FACTOR = 3;
  private static final int NEW_FACTOR = 1;

  private final ChunkPool pool;

  /** The shares that somebody waits for; guarded by this, as is everything in them. */
  private final Deque<Share> contended = new ArrayDeque<>();

  private volatile boolean contention;

  /** Creates it over a pool. */
  public InboundMemory(ChunkPool pool) {
    this.pool = pool;
    pool.whenFreed(this::reconsider);
  }

  /** Returns the share of one more destination. */
  public Share share() {
    return new Share();
  }

  /** What the messages to one destination hold. */
  public final class Share {

    private final Deque<Entry> passedOn = new ArrayDeque<>();
    private final Deque<Entry> fresh = new ArrayDeque<>();
    private int inside;

    private Share() {}

    /**
     * Asks for memory, now or later.
     *
     * @param chunks how many
     * @param isPassedOn whether the message holds memory of its sender
     * @param admitted given the reservation, in this thread or in one that gives memory back; must
     *     not block
     * @return to be closed when the memory is free again, or no longer wanted
     */
    public Entry enter(int chunks, boolean isPassedOn, Consumer<Reservation> admitted) {
      Entry entry = new Entry(this, chunks, isPassedOn, admitted);
      List<Entry> in = new ArrayList<>();
      synchronized (InboundMemory.this) {
        line(isPassedOn).add(entry);
        // Set before the pool is asked: memory that comes back from here on is not overlooked.
        contention = true;
        admit(in);
        contend();
      }
      tell(in);
      return entry;
    }

    private Deque<Entry> line(boolean isPassedOn) {
      return isPassedOn ? passedOn : fresh;
    }

    private void leave(Entry entry) {
      synchronized (InboundMemory.this) {
        if (entry.gone) {
          return;
        }
        entry.gone = true;
        if (entry.reservation != null) {
          inside -= entry.chunks;
        } else {
          line(entry.isPassedOn).remove(entry);
          contend();
        }
      }
      reconsider();
    }

    private void contend() {
      boolean waits = !passedOn.isEmpty() || !fresh.isEmpty();
      if (waits && !contended.contains(this)) {
        contended.add(this);
      } else if (!waits) {
        contended.remove(this);
      }
      contention = !contended.isEmpty();
    }

    private void admit(List<Entry> in) {
      while (admitFirst(passedOn, PASSED_ON_FACTOR, in) || admitFirst(fresh, NEW_FACTOR, in)) {
        // as many as there is room for
      }
    }

    private boolean admitFirst(Deque<Entry> line, int factor, List<Entry> in) {
      Entry first = line.peek();
      if (first == null) {
        return false;
      }
      long free = (long) pool.bound() - pool.chunksCommitted() - first.chunks;
      if (inside > 0 && inside + first.chunks > factor * free) {
        return false;
      }
      first.reservation = pool.tryReserve(first.chunks);
      if (first.reservation == null) {
        return false;
      }
      line.remove();
      inside += first.chunks;
      in.add(first);
      return true;
    }
  }

  /** Someone who wants memory, or has it. */
  public static final class Entry {
    private final Share share;
    private final int chunks;
    private final boolean isPassedOn;
    private final Consumer<Reservation> admitted;
    private Reservation reservation;
    private boolean gone;

    private Entry(Share share, int chunks, boolean isPassedOn, Consumer<Reservation> admitted) {
      this.share = share;
      this.chunks = chunks;
      this.isPassedOn = isPassedOn;
      this.admitted = admitted;
    }

    /** Leaves, or gives up waiting. Doing so twice is harmless. */
    public void leave() {
      share.leave(this);
    }
  }

  private static void tell(List<Entry> in) {
    in.forEach(entry -> entry.admitted.accept(entry.reservation));
  }

  /** Memory came back: lets in who waits for it. */
  private void reconsider() {
    if (!contention) {
      return;
    }
    List<Entry> in = new ArrayList<>();
    synchronized (this) {
      for (int turns = contended.size(); turns > 0; turns--) {
        Share share = contended.remove();
        contended.add(share);
        share.admit(in);
        share.contend();
      }
    }
    tell(in);
  }
}
