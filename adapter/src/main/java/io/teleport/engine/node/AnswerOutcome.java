package io.teleport.engine.node;

import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;

/**
 * What becomes of an answer.
 *
 * @param caller who waits for it, for the log
 * @param deadLetters takes note of answers that did not arrive
 */
record AnswerOutcome(String caller, DeadLetters deadLetters) implements Outcome {

  @Override
  public void confirmed() {
    // as it should be
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    deadLetters.add(caller, Rejections.text(code, caller, detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    deadLetters.add(caller, reason);
  }
}
