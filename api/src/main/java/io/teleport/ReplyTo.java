package io.teleport;

/**
 * Where the answer to a call goes. It may be kept and used after the listener returned, by any
 * thread, once.
 */
public interface ReplyTo {

  /** Returns the node of the caller. */
  NodeName node();

  /**
   * Answers the call. An answer that comes too late is dropped by the caller's node.
   *
   * @param answer a term, a value that one stands for, or a received message that is passed on
   * @throws IllegalStateException if the call was answered already
   * @see TeleportConnection for the exceptions common to all methods that send
   */
  void reply(Object answer);
}
