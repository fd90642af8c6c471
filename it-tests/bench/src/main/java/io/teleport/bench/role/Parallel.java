package io.teleport.bench.role;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one task on several threads and waits for all. */
final class Parallel {

  private Parallel() {}

  /** A task that knows its number. */
  @FunctionalInterface
  interface Task {
    /** Runs. */
    void run(int number) throws Exception;
  }

  /**
   * Runs a task on as many threads as asked for.
   *
   * @throws IllegalStateException if one of them failed
   */
  static void run(int count, Task task) throws InterruptedException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (Thread thread : start(count, task, failure)) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a thread of the workload failed", failure.get());
    }
  }

  /** Starts the threads. */
  static List<Thread> start(int count, Task task, AtomicReference<Exception> failure) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  task.run(number);
                } catch (Exception e) {
                  failure.compareAndSet(null, e);
                }
              },
              "workload-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }
}
