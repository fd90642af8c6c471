package io.teleport.engine.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes wait for sending to one node, and who waits for room. One message may exceed the
 * limit if nothing else waits: else it could never be sent.
 *
 * <p>Each destination has a {@link Share}, which may not grow beyond the room that is left. So one
 * that takes nothing any more ends up with half of the budget, two with a third each, and there is
 * always as much left for all others.
 *
 * <p>Threads that wait are woken when there is room for a good many messages, not for each that has
 * left: otherwise every small message of a full queue would cost a change of threads. Safe for use
 * by any number of threads.
 */
final class SendBudget {

  /** The part of the limit that has to become free before threads are woken. */
  private static final int WAKE_FRACTION = 16;

  /** How long room that is too little to wake anybody may be left unused. */
  private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long limit;
  private final long lump;
  private final AtomicLong used = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Share> contended = List.of();
  private volatile boolean closed;

  SendBudget(long limit) {
    this.limit = limit;
    this.lump = limit / WAKE_FRACTION;
  }

  /** What the messages to one destination take of the budget. */
  final class Share {
    private final AtomicLong taken = new AtomicLong();
    private final Condition room = lock.newCondition();

    /** How many bytes each thread needs that waits; guarded by the lock. */
    private final List<Long> needs = new ArrayList<>();

    private volatile long leastNeed;

    private Share() {}

    /** Returns how many bytes it has. */
    long taken() {
      return taken.get();
    }

    /**
     * Takes room, waiting for it if need be.
     *
     * @return whether there was room in time; true also if the budget was closed
     */
    boolean acquire(long bytes, long timeoutNanos) throws InterruptedException {
      return tryAcquire(bytes) || await(bytes, timeoutNanos);
    }

    /** Takes room if there is some now. */
    boolean tryAcquire(long bytes) {
      return SendBudget.this.tryAcquire(this, bytes);
    }

    private boolean await(long bytes, long timeoutNanos) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        contend(bytes, true);
        long left = timeoutNanos;
        while (!tryAcquire(bytes)) {
          if (closed) {
            used.addAndGet(bytes);
            taken.addAndGet(bytes);
            return true;
          }
          if (left <= 0) {
            return false;
          }
          long sleep = Math.min(left, LONGEST_SLEEP_NANOS);
          left -= sleep - room.awaitNanos(sleep);
        }
        return true;
      } finally {
        contend(bytes, false);
        lock.unlock();
      }
    }

    private void contend(long bytes, boolean begins) {
      if (begins) {
        needs.add(bytes);
      } else {
        needs.remove(bytes);
      }
      leastNeed = needs.stream().mapToLong(Long::longValue).min().orElse(0);
      List<Share> shares = new ArrayList<>(contended);
      shares.remove(this);
      if (!needs.isEmpty()) {
        shares.add(this);
      }
      contended = List.copyOf(shares);
    }

    /** Gives room back. */
    void release(long bytes) {
      taken.addAndGet(-bytes);
      used.addAndGet(-bytes);
      List<Share> waiting = contended;
      for (int i = 0; i < waiting.size(); i++) {
        waiting.get(i).wakeIfWorthwhile();
      }
    }

    private void wakeIfWorthwhile() {
      long left = limit - used.get();
      long now = taken.get();
      if (left == limit || (now == 0 ? leastNeed <= left : now + leastNeed + lump <= left)) {
        wake();
      }
    }

    private void wake() {
      lock.lock();
      try {
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private boolean mayTake(long bytes, long left) {
      long now = taken.get();
      return bytes <= left && (now == 0 || now + bytes <= left);
    }
  }

  /** Gives room back for many messages at once. Used by one thread. */
  static final class Refund {
    private Share share;
    private long bytes;

    /** Adds room, which is given back by the next {@link #close} at the latest. */
    void add(Share to, long count) {
      if (to != share) {
        close();
        share = to;
      }
      bytes += count;
    }

    /** Gives back what was added; more may be added then. */
    void close() {
      if (bytes > 0) {
        share.release(bytes);
        bytes = 0;
      }
    }
  }

  /** Returns a share for one more destination. */
  Share share() {
    return new Share();
  }

  /** Returns the limit in bytes. */
  long limit() {
    return limit;
  }

  /** Returns how many bytes are in use. */
  long used() {
    return used.get();
  }

  private boolean tryAcquire(Share share, long bytes) {
    long now;
    do {
      now = used.get();
      if (now > 0 && !share.mayTake(bytes, limit - now)) {
        return false;
      }
    } while (!used.compareAndSet(now, now + bytes));
    share.taken.addAndGet(bytes);
    return true;
  }

  /** Lets everybody pass who waits: what they want to send will be refused elsewhere. */
  void close() {
    closed = true;
    contended.forEach(Share::wake);
  }
}
