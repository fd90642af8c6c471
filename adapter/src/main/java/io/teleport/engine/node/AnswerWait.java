package io.teleport.engine.node;

import io.teleport.engine.net.LoopGroup;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How a thread waits for an answer that is about to come: looking for it, for a moment, if the node
 * has nothing else to do. To wake a sleeping thread takes as long as all else in a round trip
 * between two processes, or more.
 *
 * <p>It looks only while answers use to come soon, one thread waits at a time, no large message is
 * under way, and there is another processor for them. Safe for use by any thread.
 */
final class AnswerWait {

  private static final long LONGEST_NANOS = TimeUnit.MICROSECONDS.toNanos(120);
  private static final int SMOOTHING = 8;
  private static final boolean HAS_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  private final PendingCalls calls;
  private final LoopGroup bulk;

  /** How long answers take, smoothed; races between threads do no harm. */
  private volatile long usual = LONGEST_NANOS / 2;

  /**
   * Creates it.
   *
   * @param bulk are busy if the node has something else to do
   */
  AnswerWait(PendingCalls calls, LoopGroup bulk) {
    this.calls = calls;
    this.bulk = bulk;
  }

  /** Looks for an answer for a moment, or not at all. */
  void look(Future<?> answer) {
    if (!HAS_PROCESSORS || usual > LONGEST_NANOS) {
      return;
    }
    if (!bulk.isQuiet()) {
      return;
    }
    long begin = System.nanoTime();
    while (!answer.isDone() && calls.isOnlyOne() && System.nanoTime() - begin < LONGEST_NANOS) {
      Thread.onSpinWait();
    }
  }

  /** Takes note of how long an answer took. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
  void took(long nanos) {
    usual += (Math.min(nanos, 4 * LONGEST_NANOS) - usual) / SMOOTHING;
  }
}
