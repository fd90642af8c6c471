package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.MessageHeader;

/** Takes what other nodes send to this one. Called by I/O loops; must not block. */
public interface MessageSink {

  /** Where messages to one destination go. */
  interface Target {
    /** Takes a message, which belongs to the target from here on. */
    void deliver(IncomingMessage message);

    /**
     * Returns whether messages count as received only when the target says so: by {@link
     * IncomingMessage#confirm} or {@link IncomingMessage#refuse}. Others are confirmed before they
     * are delivered.
     */
    default boolean confirmsOnReturn() {
      return false;
    }

    /** Returns its share of the memory for large messages, or null if nothing limits it. */
    InboundMemory.Share memory();
  }

  /** Returns where a message goes, or null if the destination does not exist. */
  Target find(MessageHeader header);

  /**
   * Takes note of a message whose destination does not exist, and whose sender does not wait to
   * hear of it: one that was sent with best effort.
   *
   * @param message belongs to the sink from here on
   */
  void undeliverable(IncomingMessage message);

  /**
   * Learns that a node is up.
   *
   * @param incarnation tells this life of the node from those before
   */
  void nodeUp(NodeName node, long incarnation);

  /**
   * Learns that nobody listens any more where a node was, which has lost all its connections. It
   * does not count as down yet: what it was sent is kept for it. But nobody should wait for its
   * answers.
   */
  void nodeUnreachable(NodeName node, String reason);

  /** Learns that a node is down: what it was sent and has not confirmed will not be sent again. */
  void nodeDown(NodeName node, long incarnation, String reason);
}
