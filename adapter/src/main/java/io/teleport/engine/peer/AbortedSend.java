package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/**
 * What is left of a message that its sender took back: the news of it, until the receiver confirms
 * that.
 *
 * @param array the frame that says so
 */
record AbortedSend(byte[] array) implements Outgoing, QueuedFrame {

  @Override
  public int length() {
    return array.length;
  }

  @Override
  public void written() {
    // it waits for its receipt
  }

  @Override
  public void dropped() {
    // it is sent again
  }

  @Override
  public void resend(Pool carrier) {
    carrier.offerControl(this);
  }

  @Override
  public boolean went() {
    return true;
  }

  @Override
  public void confirmed() {
    // the sender knows already
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    // the sender knows already
  }

  @Override
  public void lost(String reason) {
    // the sender knows already
  }

  @Override
  public void withdraw() {
    // nothing is held
  }
}
