package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/** A message that a session accepted and that its receiver has not confirmed yet. */
sealed interface Outgoing permits SmallSend, BulkSend {

  /** The receiver has it. */
  void confirmed();

  /** The receiver does not take it. */
  void rejected(RejectCode code, String detail);

  /** The session ended before the receiver confirmed it. */
  void lost(String reason);

  /**
   * Gives it up without telling anybody: it was not accepted after all, and its payload is the
   * caller's again.
   */
  void withdraw();
}
