package io.teleport.engine.net;

/** Something that a {@link Loop} runs when its time has come. Safe for use by any thread. */
public final class Timer implements Comparable<Timer> {

  private final long due;
  private long order;

  /** Null when it was cancelled: what it refers to must not stay until its time has come. */
  private volatile Runnable task;

  Timer(long due, Runnable task) {
    this.due = due;
    this.task = task;
  }

  /** Makes sure that the task does not begin any more. */
  public void cancel() {
    task = null;
  }

  long due() {
    return due;
  }

  /** Returns what is to be run, or null if it was cancelled. */
  Runnable task() {
    return task;
  }

  boolean isCancelled() {
    return task == null;
  }

  void order(long value) {
    order = value;
  }

  @Override
  public int compareTo(Timer other) {
    int byTime = Long.compare(due - other.due, 0);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
