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

  /** Whether messages may go. */
  private enum State {
    /** As far as there is credit. */
    OPEN,
    /** Not until the receiver has forgotten what it counted. */
    CLOSING,
    /** Never: another account takes the place of this one. */
    CLOSED
  }

  /** What is to be done about an account that is used no more. */
  enum Sweep {
    /** Nothing. */
    KEEP,
    /** The receiver is to be told. */
    CLOSE,
    /** It goes, for the receiver knows nothing of it. */
    REMOVE
  }

  private final Deque<Passenger> waiting = new ArrayDeque<>();
  private final SendBudget.Share budget;
  private final Supplier<FlightRecorder.Span> stalls;

  /** Lasts as long as something waits, if it is recorded. */
  private FlightRecorder.Span stall;

  private long granted;
  private long sent;
  private long[] strands;
  private volatile State state = State.OPEN;

  /** Whether something went since the last sweep. */
  private boolean touched;

  /** Whether what wants to go goes at once, since nobody will tell it that it does not. */
  private boolean over;

  /** Whether nothing goes until the receiver has told all it knows. */
  private boolean suspended;

  /** Whether the receiver has told its credit since it was asked for all it knows. */
  private boolean told;

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
     * @param after the number that came before it on its strand; 0 if none did, or it has no strand
     * @return 0 if the message is not to go any more
     * @throws SessionClosedException if it has to go another way
     */
    long next(long after) throws SessionClosedException;
  }

  /**
   * Has a passenger numbered, while no other one is, and lets it go, now or when there is credit.
   * So passengers go in the order of their numbers, of which the receiver can keep account as one
   * run.
   *
   * @param strand whose order it keeps, or {@link Passage#NO_STRAND}
   * @return whether it went now
   * @throws SessionClosedException if it has to go another way
   */
  synchronized boolean submit(Passenger passenger, int strand, Numbering numbering)
      throws SessionClosedException {
    return number(strand, numbering) != 0 && submit(passenger);
  }

  private long number(int strand, Numbering numbering) throws SessionClosedException {
    if (strand == Passage.NO_STRAND) {
      return numbering.next(0);
    }
    if (strands == null) {
      strands = new long[Passage.STRANDS];
    }
    long number = numbering.next(strands[strand]);
    strands[strand] = number;
    return number;
  }

  /**
   * Lets a passenger go, now or when there is credit.
   *
   * @return whether it went now
   */
  synchronized boolean submit(Passenger passenger) {
    touched = true;
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
    return over || (state == State.OPEN && !suspended && granted - sent >= passenger.cost());
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
    told = true;
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
    reset(window);
    goOn();
  }

  private void reset(long window) {
    granted = window;
    sent = 0;
    state = State.OPEN;
  }

  // ------------------------------------------------------------------ accounts come and go

  /**
   * Returns whether another account is to be used. Whoever has taken room in the {@link #budget}
   * asks: from then on that does not change.
   */
  boolean isClosed() {
    return state == State.CLOSED;
  }

  /**
   * Looks whether it is used no more: nothing has gone for a while, nothing waits, and the receiver
   * is done with all there was.
   *
   * @param window its credit at the begin
   */
  synchronized Sweep sweep(long window) {
    boolean isIdle = !touched && waiting.isEmpty() && budget.taken() == 0;
    touched = false;
    if (!isIdle || state != State.OPEN || granted - sent < window) {
      return Sweep.KEEP;
    }
    if (sent > 0) {
      state = State.CLOSING;
      return Sweep.CLOSE;
    }
    return end() ? Sweep.REMOVE : Sweep.KEEP;
  }

  /**
   * The receiver has forgotten what it counted.
   *
   * @return whether the account goes; else it begins anew, as something waits
   */
  synchronized boolean closed(long window) {
    if (state != State.CLOSING) {
      return false;
    }
    reset(window);
    // Its strands go with it or stay: what has waited meanwhile is followed by what comes next.
    if (end()) {
      return true;
    }
    goOn();
    return false;
  }

  /** Ends it, unless somebody uses it; who is about to will look again. */
  private boolean end() {
    state = State.CLOSED;
    if (!waiting.isEmpty() || budget.taken() > 0) {
      state = State.OPEN;
    }
    return state == State.CLOSED;
  }

  /**
   * The receiver is asked for all it knows.
   *
   * @param isBestEffort whether nothing may go meanwhile, since what had not arrived before is to
   *     be told from what goes now
   */
  synchronized void begin(boolean isBestEffort) {
    told = false;
    suspended = isBestEffort;
  }

  /** It will not answer: what may go is dropped. */
  synchronized void detach() {
    suspended = false;
    goOn();
  }

  /**
   * The receiver has told all it knows.
   *
   * @param isBestEffort whether what had not arrived is not sent again
   * @return whether the account goes
   */
  synchronized boolean resume(boolean isBestEffort, long window) {
    suspended = false;
    if (state == State.CLOSING) {
      if (!told) {
        return closed(window);
      }
      state = State.OPEN;
    } else if (isBestEffort && !told) {
      // Nothing of it has arrived.
      reset(window);
    }
    goOn();
    return false;
  }

  private void endStall(String outcome) {
    FlightRecorder.end(stall, outcome);
    stall = null;
  }

  /** Returns how many passengers wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Forgets who waits, and returns them.
   *
   * @param isBestEffort whether those that come later, from a thread that has not seen the end, are
   *     known to nobody but this: they go, and find that there is no way
   */
  synchronized List<Passenger> clear(boolean isBestEffort) {
    over = isBestEffort;
    List<Passenger> left = List.copyOf(waiting);
    waiting.clear();
    endStall("the connection was lost");
    return left;
  }
}
