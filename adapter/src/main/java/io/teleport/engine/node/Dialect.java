package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;

/**
 * Another way to talk to some remote nodes than by pools of sockets. Safe for use by any thread
 * that may block; see {@link io.teleport.TeleportConnection} for exceptions.
 */
interface Dialect {

  /** Returns whether a node is talked to in this way. May block. */
  boolean speaksTo(NodeName node);

  /** Sends a message that nobody waits for. */
  void send(Address to, MessageKind kind, Sendable message);

  /** Sends a request. */
  void request(PendingCall call, MessageKind kind, Sendable request);
}
