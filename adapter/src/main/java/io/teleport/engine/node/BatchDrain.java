package io.teleport.engine.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * A queue that is drained by a bounded number of short tasks on an executor.
 *
 * <p>While the queue is empty no task exists. An item that finds no task on its way starts one; a
 * task that takes its first item and leaves others behind starts the next, and so on up to the
 * bound: a burst wakes as many tasks as it keeps busy, and a single item wakes one. A task handles
 * one batch; if there is more then, it submits its successor and ends. So other users of the
 * executor get their turn, and no task is long-lived.
 *
 * <p>If the executor refuses a task, the tasks that run go on with the queue, and a new attempt is
 * made after a pause. The length of the queue is not bounded here; whoever offers items sees to
 * that.
 *
 * <p>Safe for use by any number of threads. {@link #offer} never blocks. Items may be handled in
 * another order than they were offered in.
 *
 * @param <T> what is queued; an item is handed out once
 */
public final class BatchDrain<T> {

  /**
   * What a task does with its batch.
   *
   * @param <T> the type of the items
   */
  @FunctionalInterface
  public interface Handler<T> {

    /**
     * Handles items until {@link Batch#next} gives no more. It handles failures itself: what it
     * throws ends the task and is left to the executor.
     *
     * @param batch the source of items, for the calling thread until the method returns
     * @return {@link Duration#ZERO}; or, if items cannot be handled at present, how long to wait
     *     before the next task is started
     */
    Duration handle(Batch<T> batch);
  }

  /**
   * The items of one task.
   *
   * @param <T> the type of the items
   */
  public interface Batch<T> {

    /** Returns the next item, which belongs to the caller from here on; null if the batch ends. */
    T next();
  }

  /**
   * How far a drain may go.
   *
   * @param parallelism the number of tasks at a time; at least 1
   * @param batchSize the number of items that a task handles at most; at least 1
   * @param batchTime after which time a task takes no further item
   */
  public record Limits(int parallelism, int batchSize, Duration batchTime) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is less than 1
     */
    public Limits {
      if (parallelism < 1 || batchSize < 1) {
        throw new IllegalArgumentException(
            "parallelism %d, batchSize %d: at least 1".formatted(parallelism, batchSize));
      }
      Objects.requireNonNull(batchTime, "batchTime");
    }
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** In {@link #state}: a task was submitted because of an item and has not begun. */
  private static final int STARTING = 1 << 30;

  private final Executor executor;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final BiConsumer<Duration, Runnable> later;
  private final Handler<T> handler;

  private final Queue<T> queue = new ConcurrentLinkedQueue<>();

  /** The number of tasks, submitted or running, plus {@link #STARTING}. */
  private final AtomicInteger state = new AtomicInteger();

  /** The number of tasks that run. */
  private final AtomicInteger running = new AtomicInteger();

  /** Set while a new attempt is put off; no task is started because of an item meanwhile. */
  private final AtomicBoolean pausing = new AtomicBoolean();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition nothingRuns = lock.newCondition();
  private volatile Duration pause = FIRST_PAUSE;
  private volatile boolean closed;

  /**
   * Creates an empty queue.
   *
   * @param executor runs the tasks; may refuse with {@link RejectedExecutionException}
   * @param limits the number and length of the tasks
   * @param nanoTime the clock, as {@link System#nanoTime}
   * @param later runs something after a delay, in any thread, without fail; what it is given
   *     neither blocks nor throws
   * @param handler handles the items of each batch
   */
  public BatchDrain(
      Executor executor,
      Limits limits,
      LongSupplier nanoTime,
      BiConsumer<Duration, Runnable> later,
      Handler<T> handler) {
    this.executor = Objects.requireNonNull(executor, "executor");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    this.later = Objects.requireNonNull(later, "later");
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /**
   * Puts an item into the queue.
   *
   * @return false if the queue is closed; the item then still belongs to the caller
   */
  public boolean offer(T item) {
    if (closed) {
      return false;
    }
    queue.add(item);
    if (closed && queue.remove(item)) {
      // close() emptied the queue before the item was in it.
      return false;
    }
    wake();
    return true;
  }

  /**
   * Puts an item into the queue on behalf of a task that is within {@link Handler#handle}: as
   * {@link #offer}, but no further task is started for it, since that task takes it or hands it on.
   */
  public boolean offerNext(T item) {
    if (closed) {
      return false;
    }
    queue.add(item);
    return !(closed && queue.remove(item));
  }

  /** Returns how many tasks there are, submitted or running. */
  public int tasks() {
    return state.get() & ~STARTING;
  }

  /** Returns how many tasks run at the moment. */
  public int running() {
    return running.get();
  }

  /**
   * Refuses further items, lets each running task finish the item it is at, and takes what is left.
   * Doing so twice is harmless.
   *
   * @param bound how long to wait for running tasks
   * @return the items that were not handled, which belong to the caller; {@link #running} tells
   *     whether the wait was in vain
   */
  public List<T> close(Duration bound) {
    closed = true;
    awaitRunning(bound);
    List<T> left = new ArrayList<>();
    for (T item = queue.poll(); item != null; item = queue.poll()) {
      left.add(item);
    }
    return left;
  }

  private void awaitRunning(Duration bound) {
    long nanos = bound.toNanos();
    lock.lock();
    try {
      while (running.get() > 0 && nanos > 0) {
        nanos = nothingRuns.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      // Whoever wants this thread back gets it; the items are still handed out.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (!pausing.get()) {
      start();
    }
  }

  /** Submits a task, unless one has not begun yet or there are enough. */
  private void start() {
    int before;
    do {
      before = state.get();
      if ((before & STARTING) != 0 || before >= limits.parallelism()) {
        return;
      }
    } while (!state.compareAndSet(before, (before + 1) | STARTING));
    boolean submitted = false;
    try {
      executor.execute(this::first);
      submitted = true;
    } catch (RejectedExecutionException e) {
      // A new attempt follows.
    } finally {
      // Whatever else is thrown, such as an error because there can be no more threads, counts as a
      // refusal, too: the queue must not stand still for ever.
      if (!submitted) {
        // Undone first, put off then: an item that saw either of the two is seen by the new
        // attempt.
        state.addAndGet(-(STARTING + 1));
        putOff(nextPause());
      }
    }
  }

  private Duration nextPause() {
    Duration current = pause;
    Duration doubled = current.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return current;
  }

  private void putOff(Duration delay) {
    if (!closed && pausing.compareAndSet(false, true)) {
      later.accept(delay, this::retry);
    }
  }

  private void retry() {
    pausing.set(false);
    if (!queue.isEmpty() && !closed) {
      start();
    }
  }

  private void first() {
    running.incrementAndGet();
    state.addAndGet(-STARTING);
    pause = FIRST_PAUSE;
    drain();
  }

  private void successor() {
    running.incrementAndGet();
    drain();
  }

  private void drain() {
    boolean handedOn = false;
    try {
      do {
        Duration wait = closed ? Duration.ZERO : handler.handle(new Turn());
        if (!wait.isZero()) {
          putOff(wait);
          return;
        }
        if (closed || queue.isEmpty()) {
          return;
        }
        handedOn = handOn();
      } while (!handedOn);
    } finally {
      end(handedOn);
    }
  }

  private boolean handOn() {
    try {
      executor.execute(this::successor);
      return true;
    } catch (RejectedExecutionException e) {
      // This task goes on instead.
      return false;
    }
  }

  private void end(boolean handedOn) {
    if (running.decrementAndGet() == 0 && closed) {
      lock.lock();
      try {
        nothingRuns.signalAll();
      } finally {
        lock.unlock();
      }
    }
    if (!handedOn) {
      state.decrementAndGet();
      if (!queue.isEmpty() && !closed) {
        // Offered after this task had seen the queue empty, and when there were enough tasks.
        wake();
      }
    }
  }

  /** The items of one task; used by its thread only. */
  private final class Turn implements Batch<T> {

    private final long begin = nanoTime.getAsLong();
    private int taken;

    @Override
    public T next() {
      if (closed || taken == limits.batchSize() || isLate()) {
        return null;
      }
      T item = queue.poll();
      if (item != null) {
        taken++;
        if (taken == 1 && !queue.isEmpty()) {
          wake();
        }
      }
      return item;
    }

    private boolean isLate() {
      return taken > 0 && nanoTime.getAsLong() - begin >= limits.batchTime().toNanos();
    }
  }
}
