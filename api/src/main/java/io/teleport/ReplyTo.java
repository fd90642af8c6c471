package io.teleport;

/**
 * Where the answer to a call goes. It may be kept and used after the listener returned, by any
 * thread, once.
 */
public interface ReplyTo {

  /** Returns the node of the caller. */
  NodeName node();

  /**
   * Answers the call, at once, whatever becomes of a transaction. An answer that comes too late is
   * dropped by the caller's node. If this throws another exception than {@link
   * IllegalStateException} the caller still waits, and another answer may be given.
   *
   * @param answer a term, a value that one stands for, or a received message that is passed on; not
   *     larger than {@code maxMessage} of the caller's node
   * @throws IllegalStateException if the call was answered already
   * @see TeleportConnection for the exceptions common to all methods that send
   */
  void reply(Object answer);
}
