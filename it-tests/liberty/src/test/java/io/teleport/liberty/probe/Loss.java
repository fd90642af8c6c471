package io.teleport.liberty.probe;

import jakarta.transaction.Synchronization;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Delays the commit of a transaction until the test has seen that a node is lost. */
final class Loss implements Synchronization {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String transaction;

  Loss(String transaction) {
    this.transaction = transaction;
  }

  /** Returns when the test has told so. */
  static void await(String transaction) {
    Diary.note("waiting " + transaction);
    while (!Diary.entries().contains("go on " + transaction)) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void beforeCompletion() {
    await(transaction);
  }

  @Override
  public void afterCompletion(int status) {
    Diary.note("ended " + transaction);
  }
}
