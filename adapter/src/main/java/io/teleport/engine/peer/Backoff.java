package io.teleport.engine.peer;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long to leave a node alone that could not be reached: a pause that doubles with each failure
 * up to a limit, and is shortened at random by up to a half, so that many nodes do not come back to
 * one at the same moment. Guarded by its owner.
 */
final class Backoff {

  private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();

  private final long most;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private long pause;
  private long until;
  private boolean pausing;

  Backoff(Duration most, LongSupplier nanoTime, RandomGenerator random) {
    this.most = most.toNanos();
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** An attempt failed. */
  void failed() {
    pause = pause == 0 ? Math.min(FIRST_NANOS, most) : Math.min(2 * pause, most);
    until = nanoTime.getAsLong() + (long) (pause * (0.5 + random.nextDouble() / 2));
    pausing = true;
  }

  /** An attempt succeeded, or the node has shown that it is there. */
  void reset() {
    pause = 0;
    pausing = false;
  }

  /** Makes the pause that is left no longer than that: a node is missed that was there just now. */
  void shortenTo(long nanos) {
    long now = nanoTime.getAsLong();
    if (pausing && until - now > nanos) {
      until = now + nanos;
    }
  }

  /** Returns how long until the next attempt, in nanoseconds; 0 for now. */
  long left() {
    return pausing ? Math.max(0, until - nanoTime.getAsLong()) : 0;
  }
}
