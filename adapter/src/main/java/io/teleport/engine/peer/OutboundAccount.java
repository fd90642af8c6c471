package io.teleport.engine.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much a sender may still send to one destination, and what waits until it may. Order is kept:
 * nothing overtakes what waits. Safe for use by any thread.
 */
final class OutboundAccount {

  /** What wants to go. */
  interface Passenger {
    /** Returns how many bytes of credit it takes. */
    int cost();

    /** Goes. Called once; must neither block nor write to a socket. */
    void go();
  }

  private final Deque<Passenger> waiting = new ArrayDeque<>();
  private final SendBudget.Share budget;
  private long available;

  /**
   * Creates an account.
   *
   * @param available credit at the begin
   * @param budget what the destination's messages take of the send queue
   */
  OutboundAccount(long available, SendBudget.Share budget) {
    this.available = available;
    this.budget = budget;
  }

  /** Returns what the destination's messages take of the send queue. */
  SendBudget.Share budget() {
    return budget;
  }

  /**
   * Lets a passenger go, now or when there is credit.
   *
   * @return whether it went now
   */
  synchronized boolean submit(Passenger passenger) {
    if (!waiting.isEmpty() || available < passenger.cost()) {
      waiting.add(passenger);
      return false;
    }
    available -= passenger.cost();
    passenger.go();
    return true;
  }

  /**
   * Adds credit.
   *
   * @return whether somebody went
   */
  synchronized boolean credit(long bytes) {
    available += bytes;
    boolean went = false;
    while (!waiting.isEmpty() && available >= waiting.peek().cost()) {
      Passenger passenger = waiting.remove();
      available -= passenger.cost();
      passenger.go();
      went = true;
    }
    return went;
  }

  /** Forgets who waits. */
  synchronized void clear() {
    waiting.clear();
  }
}
