package io.teleport.engine.peer;

import io.teleport.engine.observe.FlightRecorder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * How much a sender may still send to one destination, and what waits until it may. Order is kept:
 * nothing overtakes what waits. Both sides count from the begin of the association. Safe for use by
 * any thread.
 */
final class OutboundAccount {

  /** What wants to go. */
  interface Passenger {
    /** Returns how many bytes of credit it takes. */
    int cost();

    /**
     * Goes. Called once; must neither block nor write to a socket.
     *
     * @return false if it does not want to any more, and takes no credit
     */
    boolean go();
  }

  private final Deque<Passenger> waiting = new ArrayDeque<>();
  private final SendBudget.Share budget;
  private final Supplier<FlightRecorder.Span> stalls;

  /** Lasts as long as something waits, if it is recorded. */
  private FlightRecorder.Span stall;

  private long granted;
  private long sent;
  private long[] strands;

  /**
   * Creates an account.
   *
   * @param granted credit at the begin
   * @param budget what the destination's messages take of the send queue
   * @param stalls begins to record that messages wait; gives null if nobody wants that
   */
  OutboundAccount(long granted, SendBudget.Share budget, Supplier<FlightRecorder.Span> stalls) {
    this.granted = granted;
    this.budget = budget;
    this.stalls = stalls;
  }

  /** Returns what the destination's messages take of the send queue. */
  SendBudget.Share budget() {
    return budget;
  }

  /** Gives numbers. */
  interface Numbering {
    /**
     * Takes the next number.
     *
     * @param after the number that came before it on its strand; 0 if none did
     */
    long next(long after);
  }

  /** Has a message of a strand numbered, while no other one is; returns its number. */
  synchronized long number(int strand, Numbering numbering) {
    if (strands == null) {
      strands = new long[Passage.STRANDS];
    }
    strands[strand] = numbering.next(strands[strand]);
    return strands[strand];
  }

  /**
   * Lets a passenger go, now or when there is credit.
   *
   * @return whether it went now
   */
  synchronized boolean submit(Passenger passenger) {
    if (!waiting.isEmpty() || !mayGo(passenger)) {
      if (waiting.isEmpty()) {
        stall = stalls.get();
      }
      waiting.add(passenger);
      return false;
    }
    go(passenger);
    return true;
  }

  private boolean mayGo(Passenger passenger) {
    return granted - sent >= passenger.cost();
  }

  private void go(Passenger passenger) {
    sent += passenger.cost();
    if (!passenger.go()) {
      sent -= passenger.cost();
    }
  }

  /**
   * Takes note of the credit.
   *
   * @param total how much the receiver takes altogether
   * @param arrived how much of it has arrived, nothing else being under way; -1 if unknown
   * @return whether somebody went
   */
  synchronized boolean credit(long total, long arrived) {
    granted = Math.max(granted, total);
    if (arrived >= 0) {
      sent = Math.min(sent, arrived);
    }
    return goOn();
  }

  private boolean goOn() {
    boolean went = false;
    while (!waiting.isEmpty() && mayGo(waiting.peek())) {
      go(waiting.remove());
      went = true;
    }
    if (waiting.isEmpty()) {
      endStall("there was credit");
    }
    return went;
  }

  /**
   * Begins anew, with a receiver that has forgotten everything.
   *
   * @param window its credit at the begin
   */
  synchronized void restart(long window) {
    granted = window;
    sent = 0;
    goOn();
  }

  private void endStall(String outcome) {
    FlightRecorder.end(stall, outcome);
    stall = null;
  }

  /** Returns how many passengers wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Forgets who waits, and returns them. */
  synchronized List<Passenger> clear() {
    List<Passenger> left = List.copyOf(waiting);
    waiting.clear();
    endStall("the connection was lost");
    return left;
  }
}
