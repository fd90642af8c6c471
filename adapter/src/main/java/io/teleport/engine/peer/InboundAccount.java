package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.ProtocolViolationException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much one sender has under way to one destination, as the receiver counts it. Credit goes back
 * in lumps, so that not every message costs a frame in the other direction. Safe for use by any
 * thread.
 */
final class InboundAccount {

  private final Destination destination;
  private final long window;
  private final AtomicLong outstanding = new AtomicLong();
  private final AtomicLong owed = new AtomicLong();

  InboundAccount(Destination destination, long window) {
    this.destination = destination;
    this.window = window;
  }

  Destination destination() {
    return destination;
  }

  /**
   * Counts a message that arrived.
   *
   * @throws ProtocolViolationException if the sender had no credit for it
   */
  void arrived(int cost) throws ProtocolViolationException {
    if (outstanding.addAndGet(cost) > window) {
      throw new ProtocolViolationException(
          "more than the credit of " + window + " bytes for " + destination);
    }
  }

  /**
   * Counts a message that is done with.
   *
   * @return how much credit to give back now; 0 for none
   */
  long done(int cost) {
    long sum = owed.addAndGet(cost);
    if (sum < window / 4) {
      return 0;
    }
    long lump = owed.getAndSet(0);
    outstanding.addAndGet(-lump);
    return lump;
  }
}
