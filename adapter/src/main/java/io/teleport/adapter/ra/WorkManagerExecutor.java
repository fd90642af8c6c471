package io.teleport.adapter.ra;

import io.teleport.engine.observe.Log;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks as Works of the container.
 *
 * <p>{@link WorkManager#scheduleWork(Work)} returns when the Work is queued, which suits callers
 * that must not wait (JCA 2.1, section 10.3.3).
 */
final class WorkManagerExecutor implements Executor {

  private final WorkManager workManager;

  WorkManagerExecutor(WorkManager workManager) {
    this.workManager = Objects.requireNonNull(workManager, "workManager");
  }

  @Override
  public void execute(Runnable task) {
    try {
      workManager.scheduleWork(new ShortWork(task));
    } catch (WorkException | IllegalStateException e) {
      // The second is what a work manager throws that has been shut down.
      throw new RejectedExecutionException("the container's work manager refused a Work", e);
    }
  }

  /**
   * A task as a Work.
   *
   * @param task a task of bounded length: the slice of a loop, or a batch of deliveries
   */
  private record ShortWork(Runnable task) implements Work {

    @Override
    public void run() {
      try {
        task.run();
      } catch (RuntimeException | Error failure) {
        // Not every container says what a scheduled Work failed with.
        Log.error("TLP2010", "a Work of the resource adapter failed", failure);
        throw failure;
      }
    }

    /**
     * Asks the Work to end soon, which it does anyway: no Work of ours waits for the next thing to
     * do, and whatever is left when the adapter stops is ended by {@code ResourceAdapter.stop()}.
     */
    @Override
    public void release() {
      // nothing to cut short
    }
  }
}
