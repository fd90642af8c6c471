package io.teleport.adapter.inbound;

import io.teleport.engine.node.BatchDrain;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the messages of one bean delivered by the thread that has read them, where that saves waking
 * another one: if little has arrived, and the bean is known to return soon.
 *
 * <p>The thread stays for a moment only; what is left of the queue then is for the delivery
 * threads. A bean that takes longer is delivered to by those alone, until it is tried again; a
 * single delivery that took long says nothing of the bean, since on a busy machine any thread loses
 * its processor now and then. Safe for use by any thread.
 */
final class PromptDelivery implements Executor {

  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(400);
  private static final long VERY_LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A bean is left alone for that many times as long as it took. */
  private static final int PAUSE_FACTOR = 100;

  /** So many of the last deliveries count, and so many of them may not be long. */
  private static final int RECENT = 0xFF;

  private static final int TOO_MANY = 3;

  private final Host host;
  private final Executor deliveries;
  private final LongSupplier nanoTime;

  /** The thread that delivers promptly, and until when it may take another message. */
  private volatile Thread prompt;

  private volatile long moment;

  /** A bit for each of the last deliveries, the newest the lowest: set if it took long. */
  private volatile int recent;

  private volatile long notBefore;

  PromptDelivery(Host host, Executor deliveries, LongSupplier nanoTime) {
    this.host = host;
    this.deliveries = deliveries;
    this.nanoTime = nanoTime;
    this.notBefore = nanoTime.getAsLong();
  }

  @Override
  public void execute(Runnable batch) {
    boolean brief = nanoTime.getAsLong() - notBefore >= 0;
    if (!brief
        || !host.deliverAside(() -> deliverNow(batch), unused -> deliveries.execute(batch))) {
      deliveries.execute(batch);
    }
  }

  private void deliverNow(Runnable batch) {
    long begin = nanoTime.getAsLong();
    moment = begin + MOMENT_NANOS;
    prompt = Thread.currentThread();
    try {
      batch.run();
    } finally {
      if (prompt == Thread.currentThread()) {
        prompt = null;
      }
      long end = nanoTime.getAsLong();
      took(end - begin, end);
    }
  }

  /** Takes note of how long a delivery took, and leaves the bean alone if that was too long. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // seldom are there two threads, and no harm is done
  private void took(long nanos, long now) {
    boolean isLong = nanos > LONG_NANOS;
    recent = (recent << 1 | (isLong ? 1 : 0)) & RECENT;
    if (isLong && (nanos > VERY_LONG_NANOS || Integer.bitCount(recent) >= TOO_MANY)) {
      long pause = Math.min(LONGEST_PAUSE_NANOS, nanos * PAUSE_FACTOR * Integer.bitCount(recent));
      notBefore = now + Math.max(SHORTEST_PAUSE_NANOS, pause);
      recent = 0;
    }
  }

  /** Returns a batch that ends when the thread's moment is over, if it delivers promptly. */
  <T> BatchDrain.Batch<T> bounded(BatchDrain.Batch<T> batch) {
    if (prompt != Thread.currentThread()) {
      return batch;
    }
    long end = moment;
    return () -> nanoTime.getAsLong() - end < 0 ? batch.next() : null;
  }
}
