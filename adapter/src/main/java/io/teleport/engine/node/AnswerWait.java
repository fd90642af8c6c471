package io.teleport.engine.node;

import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How a thread waits for an answer that is about to come. To wake a sleeping thread takes as long
 * as all else in a round trip between two processes, or more.
 *
 * <p>One thread that calls again and again, each time as soon as the last answer was there, and is
 * the only one that does so, reads its answers itself: it runs the loop meanwhile. Other threads
 * look for the answer for a moment before they sleep, if answers use to come that soon, one thread
 * waits at a time, no large message is under way, and there is another processor for them. Safe for
 * use by any thread; what races between threads can spoil is an estimate.
 */
final class AnswerWait {

  private static final long LONGEST_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(120);
  private static final long LONGEST_USUAL_NANOS = 4 * LONGEST_LOOK_NANOS;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final int SMOOTHING = 8;

  /** After how many calls in a row a thread reads its answers itself. */
  private static final int ROW = 32;

  /** How many calls in a row that takes when it turned out that the thread was not alone. */
  private static final int LONG_ROW = 1000;

  private final PendingCalls calls;
  private final Loop answers;
  private final LoopGroup bulk;
  private final LongSupplier nanoTime;
  private final boolean hasProcessors = Runtime.getRuntime().availableProcessors() > 1;

  /** How long answers take, smoothed. */
  private volatile long usual = LONGEST_LOOK_NANOS / 2;

  private volatile long lastAnswer;

  /** How many more calls in a row it takes until a thread reads its answers itself. */
  private volatile int rowLeft = ROW;

  /**
   * Creates it.
   *
   * @param answers reads the answers
   * @param bulk are busy if the node has something else to do
   * @param nanoTime the clock that waiting threads go by
   */
  AnswerWait(PendingCalls calls, Loop answers, LoopGroup bulk, LongSupplier nanoTime) {
    this.calls = calls;
    this.answers = answers;
    this.bulk = bulk;
    this.nanoTime = nanoTime;
    this.lastAnswer = nanoTime.getAsLong() - LONGEST_PAUSE_NANOS;
  }

  /**
   * Waits for an answer in a way that makes it come sooner, or not at all.
   *
   * @param begin when the call began, by the clock
   * @param deadline until when to wait, by the clock
   */
  void await(Future<?> answer, long begin, long deadline) {
    boolean alone = calls.isOnlyOne();
    boolean looks = alone && hasProcessors && usual <= LONGEST_LOOK_NANOS && bulk.isQuiet();
    if (isInRow(alone, begin) && lead(answer, deadline, looks)) {
      return;
    }
    if (looks) {
      look(answer);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
  private boolean isInRow(boolean alone, long begin) {
    if (!alone) {
      rowLeft = LONG_ROW;
    } else if (begin - lastAnswer > LONGEST_PAUSE_NANOS || usual >= LONGEST_USUAL_NANOS / 2) {
      rowLeft = Math.max(rowLeft, ROW);
    } else if (rowLeft > 0) {
      rowLeft--;
    }
    return rowLeft == 0;
  }

  private boolean lead(Future<?> answer, long deadline, boolean looks) {
    Loop.Lead lead =
        answers.lead(answer, deadline - nanoTime.getAsLong(), looks ? LONGEST_LOOK_NANOS : 0);
    if (lead == Loop.Lead.NOT_ALONE) {
      rowLeft = LONG_ROW;
    }
    return lead != Loop.Lead.NOT_NOW;
  }

  private void look(Future<?> answer) {
    long begin = nanoTime.getAsLong();
    while (!answer.isDone()
        && calls.isOnlyOne()
        && nanoTime.getAsLong() - begin < LONGEST_LOOK_NANOS) {
      Thread.onSpinWait();
    }
  }

  /** Takes note of when a call began whose answer has come now. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
  void came(long begin) {
    long now = nanoTime.getAsLong();
    lastAnswer = now;
    usual += (Math.min(now - begin, LONGEST_USUAL_NANOS) - usual) / SMOOTHING;
  }
}
