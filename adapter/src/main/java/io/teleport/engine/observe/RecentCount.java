package io.teleport.engine.observe;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often something has happened in the last minute, to a twelfth of that. For what is rare: each
 * count takes a lock for a moment. Safe for use by any thread.
 */
final class RecentCount {

  private static final int SLOTS = 12;
  private static final long SLOT_NANOS = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private final long begin;
  private final long[] counts = new long[SLOTS];

  /** The present slot, counted from the begin. */
  private long present;

  RecentCount(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** Adds one. */
  synchronized void add() {
    moveOn();
    counts[(int) (present % SLOTS)]++;
  }

  /** Returns how many were added in the last minute. */
  synchronized long get() {
    moveOn();
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private void moveOn() {
    long now = (nanoTime.getAsLong() - begin) / SLOT_NANOS;
    long first = Math.max(present + 1, now - SLOTS + 1);
    for (long slot = first; slot <= now; slot++) {
      counts[(int) (slot % SLOTS)] = 0;
    }
    present = Math.max(present, now);
  }
}
