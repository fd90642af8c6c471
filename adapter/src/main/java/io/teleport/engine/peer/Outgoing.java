package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/** A message that was accepted for sending and that its receiver has not confirmed yet. */
sealed interface Outgoing permits Retractable, AbortedSend {

  /** Sends it by a pool of sockets that takes the place of one that is lost, if it went. */
  void resend(Pool carrier);

  /**
   * Returns whether it had its credit, and was taken to the sockets: it was sent if there were any,
   * else it is sent by those that come.
   */
  boolean went();

  /** The receiver has it. */
  void confirmed();

  /** The receiver does not take it. */
  void rejected(RejectCode code, String detail);

  /** Nobody will confirm it any more. */
  void lost(String reason);

  /**
   * Gives it up without telling anybody: it was not accepted after all, and its payload is the
   * caller's again.
   */
  void withdraw();
}
