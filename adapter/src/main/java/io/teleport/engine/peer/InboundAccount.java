package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.ProtocolViolationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one sender may send to one destination, and has sent, as the receiver counts it: from
 * the begin of the association, so that a count which is lost with a socket is made up for by the
 * next. Credit goes back in lumps, so that not every message costs a frame in the other direction.
 * Safe for use by any thread.
 */
final class InboundAccount {

  private final Destination destination;
  private final boolean isBestEffort;
  private final long window;
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong owed = new AtomicLong();
  private final AtomicLong granted;

  /** Whether something has arrived since the last sweep; belongs to the small loop. */
  private boolean touched;

  /**
   * Creates an account.
   *
   * @param isBestEffort whether it is for messages without number
   * @param window how much may be under way, in bytes of frames
   */
  InboundAccount(Destination destination, boolean isBestEffort, long window) {
    this.destination = destination;
    this.isBestEffort = isBestEffort;
    this.window = window;
    this.granted = new AtomicLong(window);
  }

  /**
   * Counts a message that arrived.
   *
   * @throws ProtocolViolationException if the sender had no credit for it
   */
  void arrived(int cost) throws ProtocolViolationException {
    touched = true;
    if (arrived.addAndGet(cost) > granted.get()) {
      throw new ProtocolViolationException(
          "more than the credit of " + window + " bytes for " + destination);
    }
  }

  /**
   * Counts a message that is done with.
   *
   * @return whether to tell the sender of its credit now
   */
  boolean done(int cost) {
    long sum = owed.addAndGet(cost);
    if (sum < window / 4) {
      return false;
    }
    granted.addAndGet(owed.getAndSet(0));
    return true;
  }

  /** Returns what the sender is told in between. */
  Frame.Credit credit() {
    return new Frame.Credit(destination, isBestEffort, granted.get(), -1);
  }

  /**
   * Returns what the sender is told when it begins to use other sockets: what it sent on the old
   * ones and has not arrived will not.
   */
  Frame.Credit state() {
    return new Frame.Credit(
        destination, isBestEffort, granted.get(), isBestEffort ? arrived.get() : -1);
  }

  /** Returns whether all that has arrived is done with. Called by the small loop. */
  boolean isIdle() {
    return granted.get() + owed.get() - window == arrived.get();
  }

  /**
   * Looks after an account that is used no more, now and then: its sender gets what is left of its
   * credit. Called by the small loop.
   *
   * @return whether to tell the sender of its credit now
   */
  boolean sweep() {
    if (touched) {
      touched = false;
      return false;
    }
    if (owed.get() == 0 || !isIdle()) {
      return false;
    }
    granted.addAndGet(owed.getAndSet(0));
    return true;
  }

  Destination destination() {
    return destination;
  }

  boolean isBestEffort() {
    return isBestEffort;
  }
}
