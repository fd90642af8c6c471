package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the thread of a loop does aside, and the watch that is kept meanwhile: another loop, the
 * watcher, looks every millisecond whether the thread has been away for too long, and goes on doing
 * so for a while, since one errand is often followed by others.
 *
 * <p>Unless said otherwise, methods are for the thread that holds the loop.
 */
final class Aside {

  private static final Duration WATCH = Duration.ofMillis(1);
  private static final long LONGEST_ABSENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LONGEST_RETURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** After how many looks that found the thread at its place the watch ends. */
  private static final int CALM_LOOKS = 20;

  /** In the place of a time: the thread is not away. No clock of nanoseconds comes to it. */
  private static final long PRESENT = Long.MAX_VALUE;

  private final Loop loop;
  private final Absences absences = new Absences();
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile Loop watcher;
  private volatile long awaySince = PRESENT;
  private Runnable task;
  private Executor elsewhere;

  /** Looks in a row that found the thread present; confined to the watcher. */
  private int calmLooks;

  Aside(Loop loop) {
    this.loop = loop;
  }

  /** Names the loop that keeps watch. Called before the loop starts. */
  void watchedBy(Loop other) {
    watcher = other;
  }

  /**
   * Takes a task.
   *
   * @param other runs it if the thread turns out to have too much to do
   * @return false if there is one already, or nobody keeps watch
   */
  boolean take(Runnable newTask, Executor other) {
    if (task != null || watcher == null) {
      return false;
    }
    task = newTask;
    elsewhere = other;
    return true;
  }

  /** Returns whether there is a task. */
  boolean hasTask() {
    return task != null;
  }

  /** Leaves the task, if there is one, to others. */
  void leaveToOthers() {
    if (task == null) {
      return;
    }
    try {
      elsewhere.execute(task);
      task = null;
    } catch (RejectedExecutionException e) {
      Log.debug("TLP1006", "nobody else could run a task, it is run aside: " + e.getMessage());
    }
  }

  /**
   * Lets the loop go, runs the task, and takes the loop again.
   *
   * @return false if another thread has the loop now, or it has ended
   */
  boolean leaveAndReturn() {
    awaySince = loop.nanoTime().getAsLong();
    if (watching.compareAndSet(false, true)) {
      watcher.after(WATCH, this::look);
    }
    absences.begin();
    Runnable errand = takeOut();
    loop.letGo();
    try {
      loop.guarded(errand);
      // The watcher may have the loop, for a moment.
      if (!loop.takeAgain(LONGEST_RETURN_NANOS)) {
        return false;
      }
    } finally {
      absences.end();
    }
    returned();
    return true;
  }

  /** Runs what is left when the loop has ended, which nobody holds then. */
  void runLast() {
    Runnable errand = takeOut();
    if (errand == null) {
      return;
    }
    absences.begin();
    loop.letGo();
    loop.guarded(errand);
    absences.end();
  }

  private Runnable takeOut() {
    Runnable out = task;
    task = null;
    return out;
  }

  /** Somebody serves the loop again. */
  void returned() {
    awaySince = PRESENT;
  }

  /** Returns whether the thread is away. May be called by any thread. */
  boolean isAway() {
    return awaySince != PRESENT;
  }

  /** Looks whether the thread has been away for too long. Called by the watcher. */
  private void look() {
    long since = awaySince;
    if (since == PRESENT) {
      calmLooks++;
    } else {
      calmLooks = 0;
      if (loop.nanoTime().getAsLong() - since > LONGEST_ABSENCE_NANOS) {
        loop.attend();
      }
    }
    if (calmLooks >= CALM_LOOKS) {
      calmLooks = 0;
      watching.set(false);
      if (!isAway() || !watching.compareAndSet(false, true)) {
        return;
      }
    }
    watcher.after(WATCH, this::look);
  }

  /** Waits until nobody is away, for so long at the most. May be called by any thread. */
  void awaitReturn(long timeout, TimeUnit unit) throws InterruptedException {
    absences.awaitNone(timeout, unit);
  }
}
