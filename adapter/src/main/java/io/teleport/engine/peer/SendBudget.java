package io.teleport.engine.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes wait for sending to one node, and who waits for room. One message may exceed the
 * limit if nothing else waits: else it could never be sent.
 *
 * <p>Each destination has a {@link Share}, which may not grow beyond the room that is left. So one
 * that takes nothing any more ends up with half of the budget, two with a third each, and there is
 * always as much left for all others. Safe for use by any number of threads.
 */
final class SendBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  SendBudget(long limit) {
    this.limit = limit;
  }

  /** What the messages to one destination take of the budget. */
  final class Share {
    private final AtomicLong taken = new AtomicLong();

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
      return SendBudget.this.acquire(this, bytes, timeoutNanos);
    }

    /** Gives room back. */
    void release(long bytes) {
      taken.addAndGet(-bytes);
      SendBudget.this.release(bytes);
    }

    private boolean mayTake(long bytes, long left) {
      long now = taken.get();
      return bytes <= left && (now == 0 || now + bytes <= left);
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

  private boolean acquire(Share share, long bytes, long timeoutNanos) throws InterruptedException {
    if (tryAcquire(share, bytes)) {
      return true;
    }
    lock.lockInterruptibly();
    try {
      waiting.incrementAndGet();
      long left = timeoutNanos;
      while (!tryAcquire(share, bytes)) {
        if (closed) {
          used.addAndGet(bytes);
          share.taken.addAndGet(bytes);
          return true;
        }
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      return true;
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
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

  private void release(long bytes) {
    used.addAndGet(-bytes);
    if (waiting.get() > 0) {
      signal();
    }
  }

  /** Lets everybody pass who waits: what they want to send will be refused elsewhere. */
  void close() {
    closed = true;
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
