package io.teleport.bench.role;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one task on several threads and waits for all. Safe for use by any thread. */
public final class Parallel {

  private final ThreadFactory threads;

  /**
   * Runs tasks on threads of their own.
   *
   * @param threads makes them, and need not start them
   */
  public Parallel(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Returns one whose threads do not keep the process alive. */
  static Parallel onDaemons() {
    return new Parallel(
        task -> {
          Thread thread = new Thread(task, "workload");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** A task that knows its number. */
  @FunctionalInterface
  public interface Task {
    /** Runs. */
    void run(int number) throws Exception;
  }

  /**
   * Runs a task on as many threads as asked for.
   *
   * @throws IllegalStateException if one of them failed
   */
  void run(int count, Task task) throws InterruptedException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (Thread thread : start(count, task, failure)) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a thread of the workload failed", failure.get());
    }
  }

  /**
   * Starts the threads.
   *
   * @param failure gets the first failure
   */
  public List<Thread> start(int count, Task task, AtomicReference<Exception> failure) {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread =
          threads.newThread(
              () -> {
                try {
                  task.run(number);
                } catch (Exception e) {
                  failure.compareAndSet(null, e);
                }
              });
      thread.start();
      started.add(thread);
    }
    return started;
  }
}
