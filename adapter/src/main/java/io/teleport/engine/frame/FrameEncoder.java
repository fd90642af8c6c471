package io.teleport.engine.frame;

import java.nio.ByteBuffer;

/** Writes frames. */
public final class FrameEncoder {

  private static final int NUMBER_AT = 5;
  private static final int KIND_AT = NUMBER_AT + 8;
  private static final int AFTER_AT = KIND_AT + 1 + 8 + 2;

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
  public static byte[] credit(Frame.Credit credit) {
    Destination destination = credit.destination();
    ByteBuffer frame = frame(FrameType.CREDIT, 17 + DestinationLayout.length(destination));
    frame.put((byte) (credit.isBestEffort() ? 1 : 0));
    frame.putLong(credit.granted());
    frame.putLong(credit.arrived());
    DestinationLayout.write(frame, destination);
    return bytes(frame);
  }

  /** Writes that nothing is counted for a destination any more. */
  public static byte[] close(Frame.Close close) {
    return account(FrameType.CLOSE, close.destination(), close.isBestEffort());
  }

  /** Writes the answer to that. */
  public static byte[] closed(Frame.Closed closed) {
    return account(FrameType.CLOSED, closed.destination(), closed.isBestEffort());
  }

  private static byte[] account(byte type, Destination destination, boolean isBestEffort) {
    ByteBuffer frame = frame(type, 1 + DestinationLayout.length(destination));
    frame.put((byte) (isBestEffort ? 1 : 0));
    DestinationLayout.write(frame, destination);
    return bytes(frame);
  }

  /** Writes the begin of sending on a pool. */
  public static byte[] begin(long association, long settled) {
    return bytes(frame(FrameType.BEGIN, 16).putLong(association).putLong(settled));
  }

  /** Writes that the receiver has told all it has. */
  public static byte[] resume(long association) {
    return bytes(frame(FrameType.RESUME, 8).putLong(association));
  }

  /**
   * Writes below which number all messages are done with, and which refusals are known besides.
   *
   * @param refused first and last number of each run, alternating
   */
  public static byte[] settled(long below, long[] refused) {
    ByteBuffer frame = frame(FrameType.SETTLED, 8 + 8 * refused.length).putLong(below);
    for (long number : refused) {
      frame.putLong(number);
    }
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
  public static byte[] allow(long number, long received, long upTo) {
    return bytes(frame(FrameType.ALLOW, 24).putLong(number).putLong(received).putLong(upTo));
  }

  /** Writes an abort. */
  public static byte[] abort(Frame.Abort abort) {
    byte[] text = ShortText.encode(abort.reason());
    int header = 8 + 8 + 4 + DestinationLayout.length(abort.destination());
    ByteBuffer frame = frame(FrameType.ABORT, header + text.length);
    frame.putLong(abort.number()).putLong(abort.after()).putInt(abort.cost());
    DestinationLayout.write(frame, abort.destination());
    return bytes(frame.put(text));
  }

  /** Writes a rejection. */
  public static byte[] reject(long number, RejectCode code, String detail) {
    byte[] text = ShortText.encode(detail);
    return bytes(
        frame(FrameType.REJECT, 9 + text.length).putLong(number).put(code.code()).put(text));
  }

  /**
   * Returns how many bytes {@link #message} writes before the payload.
   *
   * @param isPlaced whether the message has a place among others
   */
  public static int messageHeadroom(Destination destination, boolean isPlaced) {
    return 4 + 1 + headerLength(destination, isPlaced);
  }

  private static int headerLength(Destination destination, boolean isPlaced) {
    return 8 + 1 + 8 + (isPlaced ? Place.LENGTH : 0) + DestinationLayout.length(destination);
  }

  private static void header(
      ByteBuffer frame, MessageKind kind, long correlation, Destination destination, int strand) {
    frame.putLong(0);
    frame.put((byte) (strand < 0 ? kind.code() : kind.code() | MessageKind.PLACED));
    frame.putLong(correlation);
    if (strand >= 0) {
      frame.putShort((short) strand).putLong(0);
    }
    DestinationLayout.write(frame, destination);
  }

  /**
   * Writes the begin of a frame that holds a whole message. Its number is written later, by {@link
   * #number}.
   *
   * @param array where to; the payload follows
   * @param strand on which it has a place, which {@link #after} writes later; -1 for none
   * @param payload length of the payload in bytes
   */
  public static void message(
      byte[] array,
      MessageKind kind,
      long correlation,
      Destination destination,
      int strand,
      int payload) {
    int headroom = messageHeadroom(destination, strand >= 0);
    ByteBuffer frame = ByteBuffer.wrap(array);
    frame.putInt(headroom - 4 + payload);
    frame.put(FrameType.MESSAGE);
    header(frame, kind, correlation, destination, strand);
  }

  /**
   * Writes the announcement of a large message. Its number is written later, by {@link #number}.
   *
   * @param strand on which it has a place, which {@link #after} writes later; -1 for none
   * @param flags what the receiver is to know of it
   * @param envelope the envelope if it goes with the announcement, else empty
   */
  public static byte[] open(
      MessageKind kind,
      long correlation,
      Destination destination,
      int strand,
      long envelopeLength,
      long tailLength,
      OpenFlags flags,
      ByteBuffer envelope) {
    int header = headerLength(destination, strand >= 0);
    ByteBuffer frame = frame(FrameType.OPEN, header + 17 + envelope.remaining());
    header(frame, kind, correlation, destination, strand);
    frame.putLong(envelopeLength);
    frame.putLong(tailLength);
    frame.put(flags.code());
    frame.put(envelope);
    return bytes(frame);
  }

  /** Puts the message's number into a frame that {@link #message} or {@link #open} wrote. */
  public static void number(byte[] frame, long number) {
    ByteBuffer.wrap(frame).putLong(NUMBER_AT, number);
  }

  /** Returns what {@link #number(byte[], long)} put there. */
  public static long number(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(NUMBER_AT);
  }

  /** Puts the number of the message before it on its strand into such a frame. */
  public static void after(byte[] frame, long number) {
    ByteBuffer.wrap(frame).putLong(AFTER_AT, number);
  }

  /** Returns what {@link #after(byte[], long)} put there; 0 if the message has no place. */
  public static long after(byte[] frame) {
    boolean isPlaced = (frame[KIND_AT] & MessageKind.PLACED) != 0;
    return isPlaced ? ByteBuffer.wrap(frame).getLong(AFTER_AT) : 0;
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
