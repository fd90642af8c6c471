package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/**
 * Leaves it to the target of a stream to confirm it, which counts when all has arrived. What its
 * listener has left unread is confirmed when the stream is closed. Safe for use by any thread.
 */
final class StreamVerdict implements Verdict {

  private final long number;
  private final Feedback feedback;
  private final Runnable onRefused;
  private final Arrivals known;
  private boolean isComplete;
  private boolean isReturned;
  private boolean isOver;

  /**
   * Creates it.
   *
   * @param onRefused told when the stream is refused, after its sender
   */
  StreamVerdict(long number, Feedback feedback, Runnable onRefused) {
    this.number = number;
    this.feedback = feedback;
    this.onRefused = onRefused;
    this.known = feedback.arrivals();
  }

  /** All has arrived. Returns whether that is to be confirmed now. */
  synchronized boolean completed() {
    isComplete = true;
    if (!isReturned && !isOver) {
      known.delivered(number);
    }
    return isReturned && !isOver;
  }

  /** Nothing is to be said any more. */
  synchronized void over() {
    isOver = true;
  }

  @Override
  public void confirm() {
    synchronized (this) {
      isReturned = true;
      if (!isComplete || isOver) {
        return;
      }
      known.returned(number);
    }
    if (known == feedback.arrivals()) {
      feedback.confirm(number);
    }
  }

  @Override
  public void refuse(RejectCode code, String detail) {
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
    }
    if (known == feedback.arrivals()) {
      feedback.reject(number, code, detail);
      onRefused.run();
    }
  }
}
