package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The credit that one incarnation of a peer gives, for each destination there: one account for
 * messages with numbers, and one for those without. Safe for use by any thread.
 */
final class OutboundAccounts {

  private final Map<Destination, OutboundAccount> numbered = new ConcurrentHashMap<>();
  private final Map<Destination, OutboundAccount> bestEffort = new ConcurrentHashMap<>();
  private final SendBudget budget;
  private final long window;
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

  /** Returns the account that a message counts against, or null if it needs no credit. */
  OutboundAccount of(Destination destination, boolean isNumbered) {
    if (destination instanceof Destination.Caller) {
      return null;
    }
    Map<Destination, OutboundAccount> all = isNumbered ? numbered : bestEffort;
    OutboundAccount account = all.get(destination);
    if (account == null) {
      account =
          all.computeIfAbsent(
              destination,
              key -> new OutboundAccount(window, budget.share(), () -> stalls.apply(destination)));
    }
    return account;
  }

  /** Takes note of what the peer says; returns whether somebody went. */
  boolean credit(Frame.Credit credit) {
    Map<Destination, OutboundAccount> all = credit.isBestEffort() ? bestEffort : numbered;
    OutboundAccount account = all.get(credit.destination());
    return account != null && account.credit(credit.granted(), credit.arrived());
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
    numbered.values().forEach(OutboundAccount::clear);
    for (OutboundAccount account : bestEffort.values()) {
      List<OutboundAccount.Passenger> left = account.clear();
      left.forEach(passenger -> ((SmallSend) passenger).dropped());
    }
  }
}
