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
 * threads. A bean that takes longer is delivered to by those alone, until it is tried again. Safe
 * for use by any thread.
 */
final class PromptDelivery implements Executor {

  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(400);
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A bean is left alone for that many times as long as it took. */
  private static final int PAUSE_FACTOR = 100;

  private final Host host;
  private final Executor deliveries;
  private final LongSupplier nanoTime;

  /** The thread that delivers promptly, and until when it may take another message. */
  private volatile Thread prompt;

  private volatile long moment;
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
      long took = end - begin;
      if (took > LONG_NANOS) {
        long pause = Math.min(LONGEST_PAUSE_NANOS, PAUSE_FACTOR * took);
        notBefore = end + Math.max(SHORTEST_PAUSE_NANOS, pause);
      }
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
