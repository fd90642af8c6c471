package io.teleport.engine.node;

import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;
import java.util.function.BiConsumer;

/**
 * What becomes of a message that nobody waits for, or of an answer: if it is not delivered it is a
 * dead letter.
 *
 * @param to where it goes; printed only if it does not arrive
 * @param undelivered takes note of it if it does not: where it was to go, and why it did not
 */
record SendOutcome(Object to, BiConsumer<String, String> undelivered) implements Outcome {

  @Override
  public void confirmed() {
    // as it should be
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    undelivered.accept(to.toString(), Rejections.text(code, to.toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    undelivered.accept(
        to.toString(),
        reason
            + (mayBeDelivered ? "; it may or may not have been delivered" : "; it was not sent"));
  }

  @Override
  public void failed(TeleportException reason) {
    undelivered.accept(to.toString(), reason.getMessage());
  }
}
