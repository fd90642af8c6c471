package io.teleport.engine.peer;

import io.teleport.engine.frame.RejectCode;

/** A message in one frame, from its acceptance to its receipt. */
final class SmallSend implements Outgoing, QueuedFrame, OutboundAccount.Passenger {

  /** What the objects of a message take besides its bytes, measured. */
  private static final int OBJECTS = 128;

  private final byte[] frame;
  private final int length;
  private final FrameWriter lane;
  private final SendBudget.Share budget;
  private final Outcome outcome;
  private volatile boolean went;

  /**
   * Creates the message.
   *
   * @param frame holds the frame, from its begin
   * @param length how many bytes the frame has
   * @param lane where it goes out
   * @param budget has room taken for it, which is given back when it is written
   */
  SmallSend(byte[] frame, int length, FrameWriter lane, SendBudget.Share budget, Outcome outcome) {
    this.frame = frame;
    this.length = length;
    this.lane = lane;
    this.budget = budget;
    this.outcome = outcome;
  }

  /** Returns how much room in the send queue a frame of that length takes. */
  static long charge(int length) {
    return (long) length + OBJECTS;
  }

  @Override
  public byte[] array() {
    return frame;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int cost() {
    return length;
  }

  @Override
  public void go() {
    went = true;
    lane.offer(this);
  }

  @Override
  public void written() {
    budget.release(charge(length));
  }

  @Override
  public void confirmed() {
    outcome.confirmed();
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    if (code == RejectCode.ENOUGH) {
      outcome.confirmed();
    } else {
      outcome.rejected(code, detail);
    }
  }

  @Override
  public void lost(String reason) {
    outcome.lost(reason, went);
  }

  @Override
  public void withdraw() {
    budget.release(charge(length));
  }
}
