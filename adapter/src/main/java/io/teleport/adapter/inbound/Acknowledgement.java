package io.teleport.adapter.inbound;

import java.time.Duration;

/**
 * When a bean's messages count as received, and what becomes of those it fails on.
 *
 * @param onReturn whether the sender is told only when the bean has returned, and its transaction,
 *     if there is one, was committed
 * @param redeliveries how many times a message is delivered again; only if {@code onReturn}
 * @param redeliveryDelay how long it waits each time
 */
record Acknowledgement(boolean onReturn, int redeliveries, Duration redeliveryDelay) {

  /** Returns whether a message that a bean failed on is to be delivered again. */
  boolean allowsAnother(InboundTeleportMessage failed) {
    return onReturn && failed.deliveryCount() <= redeliveries;
  }
}
