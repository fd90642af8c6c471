package io.teleport.engine.net;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread that waits for what a loop will bring run the loop itself, so that it need not be
 * woken when that is there: it <em>leads</em>. Meanwhile, and between one such visit and the next,
 * the thread of the loop stands by: it looks every millisecond whether there are still visits, and
 * takes the loop back if there are not; at once if there is something to do and nobody leads.
 *
 * <p>So between two visits a loop may be unattended for a moment, which is for those to avoid who
 * ask for it: see {@link Loop#lead}.
 */
final class Standby {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Loop loop;

  /** Somebody would have led if the thread had been standing by. */
  private volatile boolean wanted;

  /** The thread of the loop while it stands by. */
  private volatile Thread standing;

  private volatile boolean recalled;
  private volatile boolean led;

  /** Counts visits; written by who leads. */
  private volatile int visits;

  /** What who leads must leave to others was found; belongs to who holds the loop. */
  private boolean foundOthersWork;

  Standby(Loop loop) {
    this.loop = loop;
  }

  /** Returns whether somebody would have led, had the thread stood by. */
  boolean isWanted() {
    return wanted;
  }

  /** Returns whether nobody runs the loop at the moment, but its thread stands by. */
  boolean isUnattended() {
    return standing != null && !led;
  }

  /** Returns whether the calling thread, which holds the loop, leads. */
  boolean isLed() {
    return led;
  }

  /** There is something that only the thread of the loop can do. Called by who holds the loop. */
  void leaveOthersWork() {
    foundOthersWork = true;
  }

  /** Returns whether somebody leads, and the thread wants its loop back. */
  boolean isRecalled() {
    return led && recalled;
  }

  /** There is something to do: calls the thread back if nobody leads. */
  void attend() {
    if (isUnattended()) {
      recall();
    }
  }

  /** Calls the thread back. */
  void recall() {
    Thread thread = standing;
    if (thread != null) {
      recalled = true;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Lets the loop go, and takes it back when there are no more visits, or the slice ends. Called by
   * the thread of the loop, which holds it, while it has no successor.
   *
   * @param sliceEnds by the loop's clock
   */
  void standBy(long sliceEnds) {
    wanted = false;
    int seen = visits;
    standing = Thread.currentThread();
    loop.letGo();
    while (!recalled && loop.isIdle()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      int now = visits;
      if ((now == seen && !led) || loop.nanoTime().getAsLong() - sliceEnds >= 0) {
        break;
      }
      seen = now;
    }
    recalled = true;
    loop.wakeSelector();
    loop.takeBack();
    standing = null;
    recalled = false;
  }

  /**
   * Runs the loop until something is done.
   *
   * @param timeout for how long at the most, in nanoseconds
   * @param looking for how long not to sleep while there is nothing to do, in nanoseconds
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // by who holds the loop only
  Loop.Lead lead(Future<?> until, long timeout, long looking) {
    if (standing == null) {
      wanted = true;
      return Loop.Lead.NOT_NOW;
    }
    if (recalled || !loop.takeIfFree()) {
      return Loop.Lead.NOT_NOW;
    }
    boolean others = false;
    try {
      if (standing == null || recalled) {
        return Loop.Lead.NOT_NOW;
      }
      foundOthersWork = false;
      led = true;
      visits = visits + 1;
      run(until, timeout, looking);
      others = foundOthersWork;
    } finally {
      led = false;
      loop.letGo();
    }
    if (others) {
      recall();
    } else if (!loop.isIdle()) {
      attend();
    }
    return others ? Loop.Lead.NOT_ALONE : Loop.Lead.LED;
  }

  private void run(Future<?> until, long timeout, long looking) {
    long begin = loop.nanoTime().getAsLong();
    long spent = 0;
    while (!until.isDone()
        && !recalled
        && spent < timeout
        && !Thread.currentThread().isInterrupted()) {
      loop.visit(begin + timeout, spent >= looking);
      spent = loop.nanoTime().getAsLong() - begin;
    }
    loop.runTasks();
  }
}
