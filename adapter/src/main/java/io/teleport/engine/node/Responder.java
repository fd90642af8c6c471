package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.term.Term;

/** Gives the answer to one call. It may outlive the message. Safe for use by any thread. */
public interface Responder {

  /** Returns the caller's node. */
  NodeName node();

  /** Returns whether the call was answered. */
  boolean isAnswered();

  /**
   * Answers. May block like every send.
   *
   * @throws IllegalStateException if the call was answered already
   */
  void reply(Sendable answer);

  /** Answers with a term. */
  default void reply(Term answer) {
    reply(Sendable.of(answer));
  }

  /**
   * Tells the caller that there is no listener any more; does nothing if the call was answered
   * already. Never throws: what cannot be sent is logged.
   *
   * @param reason what the caller's {@link io.teleport.NoSuchNameException} says
   */
  void refuse(String reason);

  /**
   * Tells the caller that the listener failed; does nothing if the call was answered already. Never
   * throws: what cannot be sent is logged.
   *
   * @param failure what the listener threw; its class name and message go to the caller, its stack
   *     trace does not
   */
  void fail(Throwable failure);
}
