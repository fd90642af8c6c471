package io.teleport.engine.node;

/** Where the messages to one name or process go. */
@FunctionalInterface
public interface Inbox {

  /**
   * Takes a message. Called by threads of the I/O loops, so it must not block and must not run user
   * code: it puts the message into a queue. How much can be in the queue is bounded by the credit
   * that senders have.
   *
   * @param message belongs to the inbox, which closes it exactly once
   */
  void deliver(InboundMessage message);

  /**
   * Returns whether messages count as received only when the inbox says so, by {@link
   * InboundMessage#confirm} or {@link InboundMessage#refuse}. Others are confirmed before they are
   * delivered.
   */
  default boolean confirmsOnReturn() {
    return false;
  }
}
