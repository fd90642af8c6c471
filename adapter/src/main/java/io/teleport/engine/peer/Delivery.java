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
    long number = header.number();
    if (header.place() == null) {
      Verdict verdict = verdict(target, number);
      // Who gets it may stop this node, and the sender is to know that it arrived: so it is settled
      // and confirmed first, but for one that others follow, which must not overtake it.
      if (number != 0) {
        feedback.settle(number);
      }
      if (number != 0 && verdict == null) {
        feedback.confirm(number);
      }
      give(target, header, payload, account, cost, verdict);
      return;
    }
    Arrivals.Held held =
        new Arrivals.Held() {
          private boolean confirmNow;

          @Override
          public long number() {
            return number;
          }

          @Override
          public boolean deliver() {
            Verdict verdict = verdict(target, number);
            confirmNow = verdict == null;
            give(target, header, payload, account, cost, verdict);
            return true;
          }

          @Override
          public void settled() {
            if (confirmNow) {
              feedback.confirm(number);
            }
          }

          @Override
          public void drop() {
            payload.release();
          }
        };
    if (!feedback.hold(number, header.place().after(), held)) {
      feedback.handOn(held);
    }
  }

  /** Returns what the target says of a message; null if that is not for it to say. */
  private Verdict verdict(MessageSink.Target target, long number) {
    return number != 0 && target.confirmsOnReturn() ? feedback.verdict(number) : null;
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
