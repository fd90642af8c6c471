package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.ProtocolViolationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credit that one incarnation of a peer has, for each destination here: one account for
 * messages with numbers, and one for those without.
 *
 * <p>Messages are charged by the small loop; any thread may say that one is done with.
 */
final class InboundAccounts {

  /** How many names of one node another one may be sending to; what it closes does not count. */
  static final int MOST_ACCOUNTS = 1 << 16;

  private final Association association;
  private final long window;
  private final Map<Destination, InboundAccount> numbered = new ConcurrentHashMap<>();
  private final Map<Destination, InboundAccount> bestEffort = new ConcurrentHashMap<>();

  /**
   * Creates it without accounts.
   *
   * @param association whom credit is told
   * @param window credit of each account at the begin, in bytes
   */
  InboundAccounts(Association association, long window) {
    this.association = association;
    this.window = window;
  }

  /**
   * Counts a message that arrived.
   *
   * @return what it counts against; null if it needs no credit
   * @throws ProtocolViolationException if the sender had no credit for it
   */
  InboundAccount charge(MessageHeader header, int cost) throws ProtocolViolationException {
    if (header.kind().isAnswer()) {
      return null;
    }
    return charge(header.destination(), header.number() == 0, cost);
  }

  /** Counts something that arrived for a destination, likewise. */
  InboundAccount charge(Destination destination, boolean isBestEffort, int cost)
      throws ProtocolViolationException {
    Map<Destination, InboundAccount> all = all(isBestEffort);
    InboundAccount account = all.get(destination);
    if (account == null) {
      if (all.size() >= MOST_ACCOUNTS) {
        throw new ProtocolViolationException(
            "messages to more than " + MOST_ACCOUNTS + " names at a time");
      }
      account =
          all.computeIfAbsent(destination, name -> new InboundAccount(name, isBestEffort, window));
    }
    account.arrived(cost);
    return account;
  }

  private Map<Destination, InboundAccount> all(boolean isBestEffort) {
    return isBestEffort ? bestEffort : numbered;
  }

  /** A message is done with. Called by any thread. */
  void done(InboundAccount account, int cost) {
    if (account != null
        && account.done(cost)
        && all(account.isBestEffort()).get(account.destination()) == account) {
      association.tell(FrameEncoder.credit(account.credit()));
    }
  }

  /** Tells the sender of all its credit, as it begins to use other sockets. */
  void tell() {
    numbered.values().forEach(account -> association.tell(FrameEncoder.credit(account.state())));
    bestEffort.values().forEach(account -> association.tell(FrameEncoder.credit(account.state())));
  }

  /** Gives what is left of their credit to those that send no more, now and then. */
  void sweep() {
    sweep(numbered);
    sweep(bestEffort);
  }

  private void sweep(Map<Destination, InboundAccount> all) {
    for (InboundAccount account : all.values()) {
      if (account.sweep()) {
        association.tell(FrameEncoder.credit(account.credit()));
      }
    }
  }

  /**
   * The sender closes an account.
   *
   * @throws ProtocolViolationException if not all its messages are done with
   */
  void close(Frame.Close close) throws ProtocolViolationException {
    Map<Destination, InboundAccount> all = all(close.isBestEffort());
    InboundAccount account = all.get(close.destination());
    if (account != null && !account.isIdle()) {
      throw new ProtocolViolationException(
          "the end of what it sends to " + close.destination() + ", which has messages of it");
    }
    all.remove(close.destination());
    association.tell(
        FrameEncoder.closed(new Frame.Closed(close.destination(), close.isBestEffort())));
  }

  /** The sender has forgotten what it counted, or will not send any more. */
  void clear() {
    numbered.clear();
    bestEffort.clear();
  }

  /** Returns how many there are. Called by any thread. */
  int count() {
    return numbered.size() + bestEffort.size();
  }
}
