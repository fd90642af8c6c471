package io.teleport.engine.frame;

import java.nio.ByteBuffer;

/** Writes frames. */
public final class FrameEncoder {

  private static final int NUMBER_AT = 5;

  private FrameEncoder() {}

  /** Writes a tick. */
  public static byte[] tick() {
    return bytes(frame(FrameType.TICK, 0));
  }

  /** Writes a ping. */
  public static byte[] ping(long nonce) {
    return bytes(frame(FrameType.PING, 8).putLong(nonce));
  }

  /** Writes a pong. */
  public static byte[] pong(long nonce) {
    return bytes(frame(FrameType.PONG, 8).putLong(nonce));
  }

  /** Writes a credit. */
  public static byte[] credit(Destination destination, long bytes) {
    ByteBuffer frame = frame(FrameType.CREDIT, 8 + DestinationLayout.length(destination));
    frame.putLong(bytes);
    DestinationLayout.write(frame, destination);
    return bytes(frame);
  }

  /** Writes a receipt: first and last number of each run, alternating. */
  public static byte[] receipt(long[] ranges, int count) {
    ByteBuffer frame = frame(FrameType.RECEIPT, count * 8);
    for (int i = 0; i < count; i++) {
      frame.putLong(ranges[i]);
    }
    return bytes(frame);
  }

  /** Writes a goodbye. */
  public static byte[] goodbye(String reason) {
    byte[] text = ShortText.encode(reason);
    return bytes(frame(FrameType.GOODBYE, text.length).put(text));
  }

  /** Writes an allowance. */
  public static byte[] allow(long number, long upTo) {
    return bytes(frame(FrameType.ALLOW, 16).putLong(number).putLong(upTo));
  }

  /** Writes an abort. */
  public static byte[] abort(long number, String reason) {
    byte[] text = ShortText.encode(reason);
    return bytes(frame(FrameType.ABORT, 8 + text.length).putLong(number).put(text));
  }

  /** Writes a rejection. */
  public static byte[] reject(long number, RejectCode code, String detail) {
    byte[] text = ShortText.encode(detail);
    return bytes(
        frame(FrameType.REJECT, 9 + text.length).putLong(number).put(code.code()).put(text));
  }

  /** Returns how many bytes {@link #message} writes before the payload. */
  public static int messageHeadroom(Destination destination) {
    return 4 + 1 + 8 + 1 + 8 + DestinationLayout.length(destination);
  }

  /**
   * Writes the begin of a frame that holds a whole message. Its number is written later, by {@link
   * #number}.
   *
   * @param array where to; the payload follows
   * @param payload length of the payload in bytes
   */
  public static void message(
      byte[] array, MessageKind kind, long correlation, Destination destination, int payload) {
    int headroom = messageHeadroom(destination);
    ByteBuffer frame = ByteBuffer.wrap(array);
    frame.putInt(headroom - 4 + payload);
    frame.put(FrameType.MESSAGE);
    frame.putLong(0);
    frame.put(kind.code());
    frame.putLong(correlation);
    DestinationLayout.write(frame, destination);
  }

  /**
   * Writes the announcement of a large message. Its number is written later, by {@link #number}.
   *
   * @param isPassedOn whether the message holds memory that the sender received it in
   * @param envelope the envelope if it goes with the announcement, else empty
   */
  public static byte[] open(
      MessageKind kind,
      long correlation,
      Destination destination,
      long envelopeLength,
      long tailLength,
      boolean isPassedOn,
      ByteBuffer envelope) {
    int header = 8 + 1 + 8 + DestinationLayout.length(destination);
    ByteBuffer frame = frame(FrameType.OPEN, header + 17 + envelope.remaining());
    frame.putLong(0);
    frame.put(kind.code());
    frame.putLong(correlation);
    DestinationLayout.write(frame, destination);
    frame.putLong(envelopeLength);
    frame.putLong(tailLength);
    frame.put((byte) (isPassedOn ? 1 : 0));
    frame.put(envelope);
    return bytes(frame);
  }

  /** Puts the message's number into a frame that {@link #message} or {@link #open} wrote. */
  public static void number(byte[] frame, long number) {
    ByteBuffer.wrap(frame).putLong(NUMBER_AT, number);
  }

  private static ByteBuffer frame(byte type, int length) {
    return ByteBuffer.allocate(4 + 1 + length).putInt(1 + length).put(type);
  }

  /** Returns the array behind a buffer that {@link #frame} made. */
  @SuppressWarnings("ByteBufferBackingArray") // made by allocate: the array is all its own
  private static byte[] bytes(ByteBuffer frame) {
    return frame.array();
  }
}
