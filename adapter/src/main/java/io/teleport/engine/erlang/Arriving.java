package io.teleport.engine.erlang;

/** A message that is arriving. Confined to a loop. */
final class Arriving {

  static final PayloadReceive NOWHERE = new PayloadReceive.LeftOut();

  final ControlMessage control;

  /** What OTP put around it; null if there is nothing but the control message. */
  final OtpEnvelope envelope;

  final PayloadReceive receive;
  final Runnable onDone;

  /** Why it is left out; null if it is wanted. */
  final String refusal;

  /** Whether it was handed on when it began. */
  final boolean isHandedOn;

  /** Where in its first packet the bytes begin that are received. */
  final int offset;

  /** The number of the fragment that came last. */
  long fragment;

  private Arriving(
      ControlMessage control,
      OtpEnvelope envelope,
      PayloadReceive receive,
      int offset,
      Runnable onDone,
      String refusal) {
    this.control = control;
    this.envelope = envelope;
    this.receive = receive;
    this.offset = offset;
    this.onDone = onDone;
    this.refusal = refusal;
    this.isHandedOn = receive instanceof StreamedReceive;
  }

  /** Returns one that goes somewhere. */
  static Arriving into(
      PayloadReceive receive,
      int offset,
      ControlMessage control,
      OtpEnvelope envelope,
      Runnable onDone) {
    return new Arriving(control, envelope, receive, offset, onDone, null);
  }

  /** Returns one that is a control message and nothing else. */
  static Arriving withoutPayload(ControlMessage control, int offset) {
    return new Arriving(control, null, NOWHERE, offset, () -> {}, null);
  }

  /** Returns one that is left out. */
  static Arriving leftOut(
      ControlMessage control, OtpEnvelope envelope, int offset, String refusal) {
    return new Arriving(control, envelope, NOWHERE, offset, () -> {}, refusal);
  }

  /** Returns a packet of it. */
  PacketReader.Body body(boolean isLast) {
    return new PacketReader.Body(offset, receive, isLast, this);
  }
}
