package io.teleport.engine.peer;

import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.observe.Counters;

/**
 * Hands complete messages of one incarnation of a peer on, each when the one that it follows has
 * been, and has them confirmed. Called by any loop.
 */
final class Delivery {

  private final Surroundings surroundings;
  private final Association association;
  private final Feedback feedback;
  private final InboundAccounts accounts;

  /**
   * Creates it.
   *
   * @param feedback tells the sender what becomes of messages
   * @param accounts give the sender its credit back
   */
  Delivery(
      Surroundings surroundings,
      Association association,
      Feedback feedback,
      InboundAccounts accounts) {
    this.surroundings = surroundings;
    this.association = association;
    this.feedback = feedback;
    this.accounts = accounts;
  }

  /** Hands a complete message on, now or when the one that it follows has been. */
  void hand(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      InboundAccount account,
      int cost) {
    if (header.place() == null) {
      deliver(target, header, payload, account, cost);
      return;
    }
    Arrivals.Held held =
        new Arrivals.Held() {
          @Override
          public void deliver() {
            Delivery.this.deliver(target, header, payload, account, cost);
          }

          @Override
          public void drop() {
            payload.release();
          }
        };
    if (!feedback.hold(header.number(), header.place().after(), held)) {
      held.deliver();
    }
  }

  private void deliver(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      InboundAccount account,
      int cost) {
    long number = header.number();
    Verdict verdict = number != 0 && target.confirmsOnReturn() ? feedback.verdict(number) : null;
    boolean confirmNow = number != 0 && verdict == null;
    // Who gets it may stop this node, and the sender is to know that it arrived: so it is settled
    // and confirmed first, but for one that others follow, which must not overtake it.
    boolean isFollowed = header.place() != null;
    if (!isFollowed && number != 0) {
      feedback.settle(number);
    }
    if (!isFollowed && confirmNow) {
      feedback.confirm(number);
    }
    give(target, header, payload, account, cost, verdict);
    if (isFollowed) {
      feedback.settle(number);
    }
    if (isFollowed && confirmNow) {
      feedback.confirm(number);
    }
  }

  /**
   * Gives a message to its target.
   *
   * @param verdict tells the sender what becomes of it; null if nobody has to
   */
  void give(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      InboundAccount account,
      int cost,
      Verdict verdict) {
    surroundings.counters().add(Counters.Count.MESSAGES_RECEIVED);
    target.deliver(
        new IncomingMessage(
            header,
            association.node(),
            payload,
            surroundings.decoder(),
            () -> accounts.done(account, cost),
            verdict));
  }
}
