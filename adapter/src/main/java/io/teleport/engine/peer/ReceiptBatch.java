package io.teleport.engine.peer;

import java.util.Arrays;

/**
 * Numbers of messages that arrived and whose sender is yet to be told, as runs. Safe for use by any
 * thread.
 */
final class ReceiptBatch {

  private static final int MAX_RUNS = 64;

  private long[] runs = new long[2 * MAX_RUNS];
  private int used;

  /** What adding a number calls for. */
  enum Next {
    /** The first number since the last take: somebody has to see to it that a take follows. */
    SCHEDULE,
    /** Nothing: a take is scheduled. */
    WAIT,
    /** There is no room for more runs: take now. */
    TAKE
  }

  /** Adds a number. */
  synchronized Next add(long number) {
    if (used > 0 && runs[used - 1] == number - 1) {
      runs[used - 1] = number;
      return Next.WAIT;
    }
    if (used == runs.length) {
      // Another thread was told to take and has not come to it.
      runs = Arrays.copyOf(runs, 2 * used);
    }
    runs[used++] = number;
    runs[used++] = number;
    if (used >= 2 * MAX_RUNS) {
      return Next.TAKE;
    }
    return used == 2 ? Next.SCHEDULE : Next.WAIT;
  }

  /**
   * Takes everything out: first and last number of each run, alternating; null if there is nothing.
   */
  synchronized long[] take() {
    if (used == 0) {
      return null;
    }
    long[] taken = Arrays.copyOf(runs, used);
    used = 0;
    return taken;
  }
}
