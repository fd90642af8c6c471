package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;

/**
 * What arrives from one incarnation of a peer: finds out where each message goes, and leaves the
 * rest to {@link LargeArrivals} and {@link Delivery}. It outlives the sockets: what is sent again
 * is recognised ({@link Feedback}), and what was cut off goes on.
 *
 * <p>Called by the small loop, unless a method says otherwise.
 */
final class Receiver {

  private final Surroundings surroundings;
  private final Association association;
  private final InboundAccounts accounts;
  private final Feedback feedback;
  private final Delivery delivery;
  private final LargeArrivals large;

  /** Tells numbers from those of a sender that has forgotten them; 0 if none was heard of. */
  private long sender;

  Receiver(Association association, Surroundings surroundings, Timers timers) {
    this.association = association;
    this.surroundings = surroundings;
    this.accounts =
        new InboundAccounts(association, surroundings.settings().limits().receiveWindow());
    this.feedback = new Feedback(association, timers, surroundings.counters());
    this.delivery = new Delivery(surroundings, association, feedback, accounts);
    this.large = new LargeArrivals(surroundings, association, feedback, accounts, delivery);
  }

  /** Returns the large messages that are not complete. */
  LargeArrivals large() {
    return large;
  }

  /** The peer begins to send by other sockets; on the old ones nothing moves any more. */
  void begin(Frame.Begin begin) {
    if (begin.association() == sender) {
      feedback.forgetBelow(begin.settled());
    } else {
      forget("the node has forgotten what it sent");
      sender = begin.association();
      feedback.restart(begin.settled());
    }
  }

  /** Tells the peer all that is known of what it sent before. */
  void tellAll() {
    accounts.tell();
    feedback.tellAll();
  }

  /** The sender is done with messages. */
  void onSettled(Frame.Settled settled) {
    feedback.forgetBelow(settled.below());
    feedback.forgetRefused(settled.refused());
  }

  void onMessage(Frame.Message frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    if (header.number() != 0 && !feedback.isNew(header.number())) {
      return;
    }
    MessageSink.Target target = surroundings.sink().find(header);
    if (target == null && header.number() != 0) {
      refuse(header, frame.cost());
      return;
    }
    InboundAccount account = accounts.charge(header, frame.cost());
    byte[] bytes = new byte[frame.payload().remaining()];
    frame.payload().get(bytes);
    Payload payload = new Payload.Heap(bytes);
    if (target == null) {
      drop(header, payload, account, frame.cost());
    } else {
      delivery.hand(target, header, payload, account, frame.cost());
    }
  }

  /** Nobody is there, and the sender does not wait to hear of it: that is for this node to say. */
  private void drop(MessageHeader header, Payload payload, InboundAccount account, int cost) {
    surroundings.counters().add(Counters.Count.MESSAGES_REFUSED);
    surroundings
        .sink()
        .undeliverable(
            new IncomingMessage(
                header,
                association.node(),
                payload,
                surroundings.decoder(),
                () -> accounts.done(account, cost),
                null));
  }

  void onOpen(Frame.Open frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    if (large.goesOn(header.number())) {
      return;
    }
    if (header.number() == 0) {
      throw new ProtocolViolationException("a large message without number");
    }
    if (!feedback.isNew(header.number())) {
      return;
    }
    MessageSink.Target target = surroundings.sink().find(header);
    if (target == null) {
      refuse(header, frame.cost());
      return;
    }
    large.begin(frame, target);
  }

  void onAbort(Frame.Abort abort) throws ProtocolViolationException {
    large.onAbort(abort);
  }

  /** Nobody is there: the sender is told, and may use its credit for something else. */
  private void refuse(MessageHeader header, int cost) throws ProtocolViolationException {
    if (header.kind().isAnswer()) {
      // The caller has given up; for the sender that is as good as an answer that was read.
      feedback.enough(header.number());
      return;
    }
    accounts.done(accounts.charge(header, cost), cost);
    surroundings.counters().add(Counters.Count.MESSAGES_REFUSED);
    feedback.reject(header, RejectCode.NO_SUCH_NAME, "");
  }

  /** The sender counts nothing for a destination any more. */
  void onClose(Frame.Close close) throws ProtocolViolationException {
    accounts.close(close);
  }

  /** Called every now and then while there is a pool. */
  void tick() {
    accounts.sweep();
  }

  /** Confirms what is to be confirmed. Called by any thread. */
  void flushReceipts() {
    feedback.flush();
  }

  /** Returns how much is remembered besides one number: for tests of leaks. */
  int entries() {
    return feedback.entries() + large.count();
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.ARRIVING, large.count());
    levels.add(Level.REMEMBERED, feedback.entries());
    levels.add(Level.CREDIT_ACCOUNTS, accounts.count());
  }

  /** Nothing more will arrive. */
  void fail(String reason) {
    feedback.end();
    forget(reason);
  }

  private void forget(String reason) {
    // First these: a stream that is dropped while it waits for its turn is none of whose end the
    // sender, which may be another one by now, is to hear.
    large.fail(reason);
    feedback.drop();
    accounts.clear();
  }
}
