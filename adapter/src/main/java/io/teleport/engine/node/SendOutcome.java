package io.teleport.engine.node;

import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;

/**
 * What becomes of a message that nobody waits for, or of an answer: if it is not delivered it is a
 * dead letter.
 *
 * @param to where it goes; printed only if it does not arrive
 * @param deadLetters takes note of it
 */
record SendOutcome(Object to, DeadLetters deadLetters) implements Outcome {

  @Override
  public void confirmed() {
    // as it should be
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    deadLetters.add(to.toString(), Rejections.text(code, to.toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    deadLetters.add(
        to.toString(),
        reason
            + (mayBeDelivered ? "; it may or may not have been delivered" : "; it was not sent"));
  }

  @Override
  public void failed(TeleportException reason) {
    deadLetters.add(to.toString(), reason.getMessage());
  }
}
