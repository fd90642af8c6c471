package io.teleport.adapter.inbound;

import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters;

/**
 * Decides what becomes of a message after a delivery: it is confirmed, put aside to be delivered
 * again, or refused. Safe for use by any thread.
 */
final class Settlement {

  private static final int MOST_DETAIL = 300;

  private final Acknowledgement acknowledgement;
  private final NameQueue queue;
  private final Counters counters;
  private final InboundLog log;

  Settlement(Acknowledgement acknowledgement, NameQueue queue, Counters counters, InboundLog log) {
    this.acknowledgement = acknowledgement;
    this.queue = queue;
    this.counters = counters;
    this.log = log;
  }

  /** The listener has returned. */
  void returned(InboundTeleportMessage message) {
    message.confirm();
    queue.done(message);
  }

  /** The listener has failed. */
  void failed(InboundTeleportMessage message, Throwable failure) {
    counters.add(Counters.Count.LISTENER_FAILURES);
    if (!acknowledgement.onReturn() || message.responder().isPresent()) {
      // Whoever waits for an answer knows by now, and decides what to do about it.
      returned(message);
    } else if (!message.isRepeatable()) {
      giveUp(message, failure, "what was read while it arrived cannot be delivered again");
    } else if (acknowledgement.allowsAnother(message)) {
      counters.add(Counters.Count.REDELIVERIES);
      queue.putAside(message.again(), acknowledgement.redeliveryDelay());
    } else {
      giveUp(
          message,
          failure,
          "after %d deliveries (activation property 'redeliveries')"
              .formatted(message.deliveryCount()));
    }
  }

  private void giveUp(InboundTeleportMessage message, Throwable failure, String why) {
    log.givenUp(message, why);
    String what = failure.toString();
    String detail = what.length() > MOST_DETAIL ? what.substring(0, MOST_DETAIL) + "…" : what;
    queue.refuse(message, RejectCode.LISTENER_FAILED, detail + "; " + why);
    queue.done(message);
  }
}
