package io.teleport.engine.node;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Runs what completes asynchronous calls, which is code of users, on threads of the node's executor
 * and never on an I/O loop. Safe for use by any thread.
 */
final class Completions implements Executor {

  private static final BatchDrain.Limits LIMITS =
      new BatchDrain.Limits(2, 256, Duration.ofMillis(100));

  private final BatchDrain<Runnable> drain;

  /**
   * Creates it.
   *
   * @param later runs something after a delay
   */
  Completions(Executor executor, LongSupplier nanoTime, BiConsumer<Duration, Runnable> later) {
    this.drain = new BatchDrain<>(executor, LIMITS, nanoTime, later, Completions::runAll);
  }

  /** Has a completion run soon; at once, by the calling thread, if the node has stopped. */
  @Override
  public void execute(Runnable completion) {
    if (!drain.offer(completion)) {
      // No thread of the node's own is left to do it.
      completion.run();
    }
  }

  private static Duration runAll(BatchDrain.Batch<Runnable> batch) {
    Runnable completion;
    while ((completion = batch.next()) != null) {
      completion.run();
    }
    return Duration.ZERO;
  }

  /** Ends, within that time if completions let it; the calling thread runs what is left. */
  void close(Duration timeout) {
    drain.close(timeout).forEach(Runnable::run);
  }
}
