package io.teleport.adapter;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A work manager over a pool of threads, which can be told to refuse. It keeps account of the Works
 * that have not ended.
 */
public final class TestWorkManager implements WorkManager, AutoCloseable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(task, "test-work"));
  private final AtomicInteger scheduled = new AtomicInteger();
  private final Set<Work> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean rejecting;

  /** Makes the work manager refuse Works, or take them again. */
  public void reject(boolean refuse) {
    rejecting = refuse;
  }

  /** Returns how many Works were accepted so far. */
  public int scheduled() {
    return scheduled.get();
  }

  /** Returns how many Works were accepted and have not ended. */
  public int unfinished() {
    return unfinished.size();
  }

  @Override
  public void scheduleWork(Work work) throws WorkException {
    submit(work, new CountDownLatch(1));
  }

  private void submit(Work work, CountDownLatch begun) throws WorkException {
    if (rejecting) {
      throw new WorkRejectedException("told to refuse", WorkException.START_TIMED_OUT);
    }
    scheduled.incrementAndGet();
    Work once =
        new Work() {
          @Override
          public void release() {
            work.release();
          }

          @Override
          public void run() {
            work.run();
          }
        };
    unfinished.add(once);
    threads.execute(
        () -> {
          begun.countDown();
          try {
            once.run();
          } finally {
            unfinished.remove(once);
          }
        });
  }

  @Override
  public void scheduleWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    scheduleWork(work);
  }

  @Override
  public long startWork(Work work) throws WorkException {
    CountDownLatch begun = new CountDownLatch(1);
    submit(work, begun);
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkException("interrupted", e);
    }
    return 0;
  }

  @Override
  public long startWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener)
      throws WorkException {
    return startWork(work);
  }

  @Override
  public void doWork(Work work) {
    work.run();
  }

  @Override
  public void doWork(
      Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
    work.run();
  }

  /** Ends the threads; fails if a Work does not end within ten seconds. */
  @Override
  public void close() {
    unfinished.forEach(Work::release);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        throw new AssertionError(unfinished.size() + " Works did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
