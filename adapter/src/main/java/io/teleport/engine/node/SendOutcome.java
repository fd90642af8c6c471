package io.teleport.engine.node;

import io.teleport.DeadLetter;
import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;

/**
 * What becomes of a message that nobody waits for, or of an answer: if it is not delivered it is a
 * dead letter.
 *
 * @param to where it goes, an address or a {@link DeadLetters.Caller}; printed only if it does not
 *     arrive
 * @param size the length of its encoded term, -1 if nobody knows
 * @param frame holds the encoded term of a small message; null for others, which are not kept for
 *     dead letters
 * @param headroom where in the frame the term begins
 * @param deadLetters takes note of it if it does not arrive
 */
record SendOutcome(Object to, long size, byte[] frame, int headroom, DeadLetters deadLetters)
    implements Outcome {

  @Override
  public void confirmed() {
    // as it should be
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    undelivered(Rejections.text(code, to.toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    undelivered(lostText(reason, mayBeDelivered));
  }

  @Override
  public void failed(TeleportException reason) {
    undelivered(reason.getMessage());
  }

  /** Returns what is said of a message that was lost. */
  static String lostText(String reason, boolean mayBeDelivered) {
    return reason
        + (mayBeDelivered ? "; it may or may not have been delivered" : "; it was not sent");
  }

  private void undelivered(String reason) {
    DeadLetters.Content content =
        frame == null ? null : new DeadLetters.Content(frame, headroom, (int) size);
    deadLetters.add(to, reason, DeadLetter.Side.SENDER, size, content);
  }
}
