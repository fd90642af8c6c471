package io.teleport.engine.node;

import io.teleport.NodeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The events that one watcher has to be told of: one at a time and in order, on threads of the
 * executor. Safe for use by any thread.
 */
public final class Watch {

  private static final BatchDrain.Limits ONE_AT_A_TIME =
      new BatchDrain.Limits(1, 64, Duration.ofMillis(500));

  private final NodeWatcher watcher;
  private final Consumer<Watch> onClose;
  private final BatchDrain<Item> queue;

  /** The event that the watcher could not take yet; confined to the task of the queue. */
  private Item putBack;

  /**
   * What a watch needs.
   *
   * @param executor runs its tasks
   * @param nanoTime the clock
   * @param later runs something after a delay
   */
  record Surroundings(
      Executor executor, LongSupplier nanoTime, BiConsumer<Duration, Runnable> later) {}

  /**
   * An event.
   *
   * @param known told when the watcher knows it, or never will
   */
  private record Item(NodeEvent event, Runnable known) {}

  /** Stands in the queue for the event that was put back, so that it is not empty. */
  private static final Item NUDGE = new Item(null, () -> {});

  Watch(NodeWatcher watcher, Surroundings surroundings, Consumer<Watch> onClose) {
    this.watcher = watcher;
    this.onClose = onClose;
    this.queue =
        new BatchDrain<>(
            surroundings.executor(),
            ONE_AT_A_TIME,
            surroundings.nanoTime(),
            surroundings.later(),
            this::tellAll);
  }

  void add(NodeEvent event, Runnable known) {
    if (!queue.offer(new Item(event, known))) {
      known.run();
    }
  }

  private Duration tellAll(BatchDrain.Batch<Item> batch) {
    for (Item item = next(batch); item != null; item = next(batch)) {
      Duration pause = tell(item);
      if (!pause.isZero()) {
        putBack = item;
        queue.offer(NUDGE);
        return pause;
      }
    }
    return Duration.ZERO;
  }

  private Item next(BatchDrain.Batch<Item> batch) {
    Item first = putBack;
    putBack = null;
    return first != null ? first : batch.next();
  }

  private Duration tell(Item item) {
    if (item.event() == null) {
      return Duration.ZERO;
    }
    Duration pause = watcher.tell(item.event());
    if (pause.isZero()) {
      item.known().run();
    }
    return pause;
  }

  /**
   * Ends it: no event begins any more, and those that were not told never are. Doing so twice is
   * harmless.
   *
   * @param bound how long to wait for an event that the watcher is at
   */
  public void close(Duration bound) {
    onClose.accept(this);
    rest(bound).forEach(item -> item.known().run());
  }

  /** Ends it when all is told, which the calling thread does if need be. */
  void finish(Duration bound) {
    onClose.accept(this);
    for (Item item : rest(bound)) {
      if (!tell(item).isZero()) {
        // There is no later.
        item.known().run();
      }
    }
  }

  private List<Item> rest(Duration bound) {
    List<Item> rest = new ArrayList<>(queue.close(bound));
    if (queue.running() == 0 && putBack != null) {
      rest.add(0, putBack);
      putBack = null;
    }
    return rest;
  }
}
