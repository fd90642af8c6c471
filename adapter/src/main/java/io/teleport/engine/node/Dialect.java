package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.peer.Outbound;

/**
 * Another way to talk to some remote nodes than by pools of sockets. Safe for use by any thread
 * that may block; see {@link io.teleport.TeleportConnection} for exceptions.
 */
interface Dialect {

  /** Returns whether a node is talked to in this way. May block. */
  boolean speaksTo(NodeName node);

  /**
   * Accepts a message for sending. When this returns, the message's outcome will be told; when it
   * throws, it will not, and the payload is still the caller's. Blocks.
   *
   * @return what is left for the calling thread to do, which may block, too
   */
  Runnable send(NodeName node, Outbound message);
}
