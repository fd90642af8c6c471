package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.MessageHeader;

/** Takes what other nodes send to this one. Called by I/O loops; must not block. */
public interface MessageSink {

  /** Where messages to one destination go. */
  interface Target {
    /** Takes a message, which belongs to the target from here on. */
    void deliver(IncomingMessage message);

    /** Returns its share of the memory for large messages, or null if nothing limits it. */
    InboundMemory.Share memory();
  }

  /** Returns where a message goes, or null if the destination does not exist. */
  Target find(MessageHeader header);

  /** Learns that a pool to a node is open. */
  void nodeUp(NodeName node);

  /** Learns that the last pool to a node is closed. */
  void nodeDown(NodeName node, String reason);
}
