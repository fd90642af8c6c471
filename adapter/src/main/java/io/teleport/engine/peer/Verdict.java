package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/** Tells a message's sender what became of it: one of the two, once. Called by any thread. */
interface Verdict {

  /** It was received. */
  void confirm();

  /** It is not taken after all. */
  void refuse(RejectCode code, String detail);
}
