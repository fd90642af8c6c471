package io.teleport.adapter.inbound;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one of many repeating log messages through at a time. Safe for use by any thread. */
final class RateLimit {

  private final long interval;
  private final LongSupplier nanoTime;
  private final AtomicLong next;
  private final AtomicLong leftOut = new AtomicLong();

  RateLimit(Duration interval, LongSupplier nanoTime) {
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Asks for leave to write a message.
   *
   * @return how many were left out since the last one; empty if this one is to be left out too
   */
  OptionalLong permit() {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + interval)) {
      leftOut.incrementAndGet();
      return OptionalLong.empty();
    }
    return OptionalLong.of(leftOut.getAndSet(0));
  }
}
