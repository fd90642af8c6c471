package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The credit that one incarnation of a peer gives, for each destination there: one account for
 * messages with numbers, and one for those without. Safe for use by any thread.
 */
final class OutboundAccounts {

  /** As many as the peer allows. */
  private static final int MOST = InboundAccounts.MOST_ACCOUNTS;

  private static final int MOST_AT_A_TIME = 8192;

  private final Map<Destination, OutboundAccount> numbered = new ConcurrentHashMap<>();
  private final Map<Destination, OutboundAccount> bestEffort = new ConcurrentHashMap<>();
  private final SendBudget budget;
  private final long window;

  /** Whether the peer is asked for all it knows, and has not answered; guarded by this. */
  private boolean isBeginning;

  private final Function<Destination, FlightRecorder.Span> stalls;

  /**
   * Creates it without accounts.
   *
   * @param budget what all messages to the peer share
   * @param window credit of each account at the begin, in bytes
   * @param stalls records that a destination takes no more for now; null if nobody wants that
   */
  OutboundAccounts(
      SendBudget budget, long window, Function<Destination, FlightRecorder.Span> stalls) {
    this.budget = budget;
    this.window = window;
    this.stalls = stalls;
  }

  /**
   * Returns the account that a message counts against, or null if it needs no credit.
   *
   * @throws BackpressureException if there are too many accounts
   */
  OutboundAccount of(Destination destination, boolean isNumbered) {
    if (destination instanceof Destination.Caller) {
      return null;
    }
    OutboundAccount account = (isNumbered ? numbered : bestEffort).get(destination);
    return account != null ? account : open(destination, isNumbered);
  }

  /** Opens an account; one thread at a time, as one too many would be held against this node. */
  private synchronized OutboundAccount open(Destination destination, boolean isNumbered) {
    Map<Destination, OutboundAccount> all = isNumbered ? numbered : bestEffort;
    OutboundAccount other = all.get(destination);
    if (other != null) {
      return other;
    }
    if (all.size() >= MOST) {
      throw new BackpressureException(
          "messages to %d names of one node were sent within seconds; try again later"
              .formatted(MOST));
    }
    OutboundAccount account =
        new OutboundAccount(window, budget.share(), () -> stalls.apply(destination));
    if (isBeginning && !isNumbered) {
      // Before anybody can send by it.
      account.begin(true);
    }
    all.put(destination, account);
    return account;
  }

  /** Takes note of what the peer says; returns whether somebody went. */
  boolean credit(Frame.Credit credit) {
    Map<Destination, OutboundAccount> all = credit.isBestEffort() ? bestEffort : numbered;
    OutboundAccount account = all.get(credit.destination());
    return account != null && account.credit(credit.granted(), credit.arrived());
  }

  /** Asks the peer to forget those that are used no more, and forgets them when it has. */
  void sweep(Consumer<Frame.Close> close) {
    sweep(numbered, false, close);
    sweep(bestEffort, true, close);
  }

  private void sweep(
      Map<Destination, OutboundAccount> all, boolean isBestEffort, Consumer<Frame.Close> close) {
    int left = MOST_AT_A_TIME;
    Iterator<Map.Entry<Destination, OutboundAccount>> accounts = all.entrySet().iterator();
    while (accounts.hasNext()) {
      Map.Entry<Destination, OutboundAccount> each = accounts.next();
      OutboundAccount.Sweep todo = each.getValue().sweep(window);
      if (todo == OutboundAccount.Sweep.REMOVE) {
        accounts.remove();
      } else if (todo == OutboundAccount.Sweep.CLOSE) {
        close.accept(new Frame.Close(each.getKey(), isBestEffort));
        left--;
        if (left == 0) {
          return;
        }
      }
    }
  }

  /** The peer has forgotten one; returns whether somebody may have gone. */
  boolean closed(Frame.Closed closed) {
    Map<Destination, OutboundAccount> all = closed.isBestEffort() ? bestEffort : numbered;
    OutboundAccount account = all.get(closed.destination());
    if (account == null) {
      return false;
    }
    if (account.closed(window)) {
      all.remove(closed.destination(), account);
      return false;
    }
    return true;
  }

  /** The peer is asked for all it knows, as another pool of sockets is used. */
  synchronized void begin() {
    isBeginning = true;
    numbered.values().forEach(account -> account.begin(false));
    bestEffort.values().forEach(account -> account.begin(true));
  }

  /** The pool is lost. */
  synchronized void detach() {
    isBeginning = false;
    bestEffort.values().forEach(OutboundAccount::detach);
  }

  /** The peer has told all it knows. */
  synchronized void resume() {
    isBeginning = false;
    numbered.values().removeIf(account -> account.resume(false, window));
    bestEffort.values().removeIf(account -> account.resume(true, window));
  }

  /** The peer has forgotten what it counted. */
  void restart() {
    numbered.values().forEach(account -> account.restart(window));
    bestEffort.values().forEach(account -> account.restart(window));
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.CREDIT_ACCOUNTS, numbered.size() + bestEffort.size());
    numbered.values().forEach(account -> levels.add(Level.WAITING, account.waiting()));
    bestEffort.values().forEach(account -> levels.add(Level.WAITING, account.waiting()));
  }

  /** Forgets who waits for credit; those that nobody else keeps are told. */
  void clear() {
    numbered.values().forEach(account -> account.clear(false));
    for (OutboundAccount account : bestEffort.values()) {
      List<OutboundAccount.Passenger> left = account.clear(true);
      left.forEach(passenger -> ((SmallSend) passenger).dropped());
    }
  }
}
