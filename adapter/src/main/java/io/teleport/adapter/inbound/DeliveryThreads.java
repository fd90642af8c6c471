package io.teleport.adapter.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Shares the threads that deliver among the beans, so that slow ones cannot take them all.
 *
 * <p>A bean may have as many threads as are left after it takes one more: alone it ends up with
 * half of them, two with a third each or so, and something is left for the next. A bean that has
 * none gets the last one. Whoever gets no thread now waits its turn; beans take turns, and a bean's
 * tasks start in their order. Safe for use by any thread.
 */
public final class DeliveryThreads {

  private final Executor threads;
  private final int bound;
  private final Deque<Share> waiting = new ArrayDeque<>();
  private int busy;

  /**
   * Creates it.
   *
   * @param threads runs tasks; refuses them only if it has come to its end
   * @param bound how many it runs at a time
   */
  public DeliveryThreads(Executor threads, int bound) {
    this.threads = threads;
    this.bound = bound;
  }

  /** Returns the threads of one more bean. */
  Executor share() {
    return new Share();
  }

  /** Returns all threads, for short tasks that must not wait for beans. */
  Executor all() {
    return threads;
  }

  /** What one bean has; guarded by the lock of all. */
  private final class Share implements Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private int inside;

    @Override
    public void execute(Runnable task) {
      synchronized (DeliveryThreads.this) {
        if (!tasks.isEmpty() || !mayEnter()) {
          if (tasks.isEmpty()) {
            waiting.add(this);
          }
          tasks.add(task);
          return;
        }
        enter();
      }
      start(task);
    }

    private boolean mayEnter() {
      int left = bound - busy - 1;
      return left >= 0 && (inside == 0 || inside + 1 <= left);
    }

    private void enter() {
      busy++;
      inside++;
    }

    private void start(Runnable task) {
      try {
        threads.execute(
            () -> {
              try {
                task.run();
              } finally {
                left();
              }
            });
      } catch (RejectedExecutionException e) {
        left();
        throw e;
      }
    }

    private void left() {
      List<Runnable> starts = new ArrayList<>(1);
      synchronized (DeliveryThreads.this) {
        busy--;
        inside--;
        for (int turns = waiting.size(); turns > 0; turns--) {
          waiting.remove().takeTurn(starts);
        }
      }
      starts.forEach(Runnable::run);
    }

    private void takeTurn(List<Runnable> starts) {
      if (mayEnter()) {
        enter();
        Runnable task = tasks.remove();
        starts.add(() -> startForAnother(task));
      }
      if (!tasks.isEmpty()) {
        waiting.add(this);
      }
    }

    private void startForAnother(Runnable task) {
      try {
        start(task);
      } catch (RejectedExecutionException e) {
        // All has come to its end: there is nothing for the task to find.
        return;
      }
    }
  }
}
