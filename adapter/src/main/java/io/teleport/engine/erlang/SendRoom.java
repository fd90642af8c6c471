package io.teleport.engine.erlang;

import io.teleport.BackpressureException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bounds how many bytes wait for sending to one node. Safe for use by any thread. */
final class SendRoom {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private final NodeName node;
  private final long limit;
  private final Duration timeout;
  private long taken;
  private boolean closed;

  /**
   * Creates it.
   *
   * @param limit how many bytes may wait; a larger message has to wait until nothing else does
   * @param timeout how long a sender waits
   */
  SendRoom(NodeName node, long limit, Duration timeout) {
    this.node = node;
    this.limit = limit;
    this.timeout = timeout;
  }

  /**
   * Takes room, waiting for it if there is none.
   *
   * @throws BackpressureException if there is none in time
   */
  void take(long bytes) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!closed && taken > 0 && taken + bytes > limit) {
        if (left <= 0) {
          throw new BackpressureException(
              "no room for %d bytes to %s within %d ms (sendTimeout): %d bytes wait, sendQueue is %d"
                  .formatted(bytes, node, timeout.toMillis(), taken, limit));
        }
        left = changed.awaitNanos(left);
      }
      taken += bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for room to send to " + node, e);
    } finally {
      lock.unlock();
    }
  }

  /** Gives room back. */
  void giveBack(long bytes) {
    lock.lock();
    try {
      taken -= bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody through: what is sent from here on fails by itself. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
