package io.teleport.adapter;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
public final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long STEP_NANOS = 200_000;

  private Eventually() {}

  /** Returns when the condition holds; fails if it does not within twenty seconds. */
  public static void holds(String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new AssertionError("still not so after " + LIMIT.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
