package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

/**
 * A message in one frame, from its acceptance to its receipt; or, if it is sent with best effort,
 * until it is handed to the operating system.
 */
final class SmallSend implements Retractable, QueuedFrame, OutboundAccount.Passenger {

  /** What the objects of a message take besides its bytes, measured. */
  private static final int OBJECTS = 128;

  private static final AtomicIntegerFieldUpdater<SmallSend> STATE =
      AtomicIntegerFieldUpdater.newUpdater(SmallSend.class, "state");

  /** It has no credit yet. */
  private static final int WAITING = 0;

  /** It has, and waits for a socket, or for its turn there. */
  private static final int WENT = 1;

  /** It will not go any more. */
  private static final int GIVEN_UP = 2;

  /** All of it was handed to a socket, and may have arrived. */
  private static final int WRITTEN = 3;

  private final byte[] frame;
  private final int length;
  private final Consumer<SmallSend> way;
  private final SendBudget.Share budget;
  private final Outcome outcome;
  private final boolean isConfirmed;
  private volatile int state;

  /**
   * Creates the message.
   *
   * @param frame holds the frame, from its begin
   * @param length how many bytes the frame has
   * @param way takes it to the sockets, if there are any
   * @param budget has room taken for it, which is given back when its outcome is known
   * @param isConfirmed whether it is kept until the receiver confirms it
   */
  SmallSend(
      byte[] frame,
      int length,
      Consumer<SmallSend> way,
      SendBudget.Share budget,
      Outcome outcome,
      boolean isConfirmed) {
    this.frame = frame;
    this.length = length;
    this.way = way;
    this.budget = budget;
    this.outcome = outcome;
    this.isConfirmed = isConfirmed;
  }

  /** Returns how much room in the send queue a frame of that length takes. */
  static long charge(int length) {
    return (long) length + OBJECTS;
  }

  boolean isConfirmed() {
    return isConfirmed;
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
  public boolean go() {
    // First this, then the way looks for sockets; who brings new sockets does it the other way
    // round. So one of the two sends it.
    if (!STATE.compareAndSet(this, WAITING, WENT)) {
      return false;
    }
    way.accept(this);
    return true;
  }

  @Override
  public boolean giveUp() {
    return !STATE.compareAndSet(this, WAITING, GIVEN_UP) && went();
  }

  @Override
  public boolean isRequest() {
    return outcome.isOfRequest();
  }

  @Override
  public long after() {
    return FrameEncoder.after(frame);
  }

  @Override
  public Destination destination() {
    try {
      ByteBuffer body = ByteBuffer.wrap(frame, Integer.BYTES, length - Integer.BYTES);
      return ((Frame.Message) new FrameDecoder().decode(body)).header().destination();
    } catch (ProtocolViolationException e) {
      throw new IllegalStateException("a frame of this node's own", e);
    }
  }

  @Override
  public void resend(Pool carrier) {
    if (went()) {
      carrier.offerSmall(this);
    }
  }

  @Override
  public boolean went() {
    int present = state;
    return present == WENT || present == WRITTEN;
  }

  @Override
  public void written() {
    if (isConfirmed) {
      // Nobody else changes it any more; it is seen when the socket is closed.
      STATE.lazySet(this, WRITTEN);
    } else {
      confirmed();
    }
  }

  @Override
  public void dropped() {
    if (!isConfirmed) {
      lost("the connection was lost before it left");
    }
  }

  @Override
  public void confirmed() {
    withdraw();
    outcome.confirmed();
  }

  /**
   * The receiver has it.
   *
   * @param refund gives back the room that was taken for it
   */
  void confirmed(SendBudget.Refund refund) {
    refund.add(budget, charge(length));
    outcome.confirmed();
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    withdraw();
    if (code == RejectCode.ENOUGH) {
      outcome.confirmed();
    } else {
      outcome.rejected(code, detail);
    }
  }

  @Override
  public void lost(String reason) {
    withdraw();
    outcome.lost(reason, isConfirmed && state == WRITTEN);
  }

  @Override
  public void withdraw() {
    budget.release(charge(length));
  }
}
