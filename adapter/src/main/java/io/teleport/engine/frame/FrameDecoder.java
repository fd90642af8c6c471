package io.teleport.engine.frame;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads frames, other than those of the handshake and fragments. Used by one thread. */
public final class FrameDecoder {

  private static final long[] NONE = {};
  private static final Frame.Tick TICK = new Frame.Tick();

  private final DestinationNames names = new DestinationNames();

  /**
   * Reads one frame.
   *
   * @param body the frame without its length, from position to limit; consumed. Payloads are views
   *     of it.
   * @throws ProtocolViolationException if it is not a frame that may come after the handshake
   */
  public Frame decode(ByteBuffer body) throws ProtocolViolationException {
    int cost = 4 + body.remaining();
    byte type = 0;
    try {
      type = body.get();
      return decode(type, body, cost);
    } catch (BufferUnderflowException e) {
      throw new ProtocolViolationException(
          "a frame of type %d that is cut short at %d bytes".formatted(type, cost));
    }
  }

  private Frame decode(byte type, ByteBuffer body, int cost) throws ProtocolViolationException {
    return switch (type) {
      case FrameType.MESSAGE -> new Frame.Message(header(body), body.slice(), cost);
      case FrameType.CREDIT -> credit(body);
      case FrameType.RECEIPT -> new Frame.Receipt(ranges(body));
      case FrameType.OPEN -> open(body, cost);
      case FrameType.ALLOW ->
          new Frame.Allow(
              body.getLong(),
              notNegative("count of received bytes", body.getLong()),
              notNegative("allowance", body.getLong()));
      case FrameType.ABORT -> abort(body);
      case FrameType.BEGIN ->
          new Frame.Begin(body.getLong(), notNegative("number", body.getLong()));
      case FrameType.RESUME -> new Frame.Resume(body.getLong());
      case FrameType.CLOSE -> {
        boolean isBestEffort = flag(body);
        yield new Frame.Close(DestinationLayout.read(body, names), isBestEffort);
      }
      case FrameType.CLOSED -> {
        boolean isBestEffort = flag(body);
        yield new Frame.Closed(DestinationLayout.read(body, names), isBestEffort);
      }
      case FrameType.SETTLED -> {
        long below = notNegative("number", body.getLong());
        yield new Frame.Settled(below, body.hasRemaining() ? ranges(body) : NONE);
      }
      case FrameType.REJECT ->
          new Frame.Reject(body.getLong(), RejectCode.ofCode(body.get()), text(body));
      case FrameType.PING -> new Frame.Ping(body.getLong());
      case FrameType.PONG -> new Frame.Pong(body.getLong());
      case FrameType.TICK -> TICK;
      case FrameType.GOODBYE -> new Frame.Goodbye(text(body));
      default -> throw new ProtocolViolationException("unknown frame type " + type);
    };
  }

  private static boolean flag(ByteBuffer body) throws ProtocolViolationException {
    byte value = body.get();
    if (value < 0 || value > 1) {
      throw new ProtocolViolationException("a flag that is " + value);
    }
    return value == 1;
  }

  private Frame.Credit credit(ByteBuffer body) throws ProtocolViolationException {
    boolean isBestEffort = flag(body);
    long granted = notNegative("credit", body.getLong());
    long arrived = body.getLong();
    return new Frame.Credit(DestinationLayout.read(body, names), isBestEffort, granted, arrived);
  }

  private Frame.Abort abort(ByteBuffer body) throws ProtocolViolationException {
    long number = notNegative("number", body.getLong());
    long after = after(body, number);
    int cost = (int) notNegative("cost", body.getInt());
    return new Frame.Abort(number, after, DestinationLayout.read(body, names), cost, text(body));
  }

  private Frame.Open open(ByteBuffer body, int cost) throws ProtocolViolationException {
    MessageHeader header = header(body);
    long envelopeLength = notNegative("envelope length", body.getLong());
    long tailLength = body.getLong();
    if (tailLength < -1) {
      throw new ProtocolViolationException("tail length " + tailLength);
    }
    OpenFlags flags = OpenFlags.ofCode(body.get());
    if (body.hasRemaining() && body.remaining() != envelopeLength) {
      throw new ProtocolViolationException(
          "an envelope of %d bytes that was announced with %d"
              .formatted(body.remaining(), envelopeLength));
    }
    return new Frame.Open(header, envelopeLength, tailLength, flags, body.slice(), cost);
  }

  private MessageHeader header(ByteBuffer body) throws ProtocolViolationException {
    long number = notNegative("number", body.getLong());
    byte code = body.get();
    MessageKind kind = MessageKind.ofCode(code & ~MessageKind.PLACED);
    long correlation = body.getLong();
    Place place = (code & MessageKind.PLACED) == 0 ? null : place(body, number);
    Destination destination = DestinationLayout.read(body, names);
    if (kind.isAnswer() != destination instanceof Destination.Caller) {
      throw new ProtocolViolationException("a message of kind " + kind + " to " + destination);
    }
    return new MessageHeader(number, kind, correlation, destination, place);
  }

  private static Place place(ByteBuffer body, long number) throws ProtocolViolationException {
    int strand = body.getShort() & 0xFFFF;
    return new Place(strand, after(body, number));
  }

  private static long after(ByteBuffer body, long number) throws ProtocolViolationException {
    long after = body.getLong();
    if (after < 0 || after >= number) {
      throw new ProtocolViolationException("message " + number + " after message " + after);
    }
    return after;
  }

  private static long[] ranges(ByteBuffer body) throws ProtocolViolationException {
    if (body.remaining() == 0 || body.remaining() % 16 != 0) {
      throw new ProtocolViolationException("runs of numbers in " + body.remaining() + " bytes");
    }
    long[] ranges = new long[body.remaining() / 8];
    body.asLongBuffer().get(ranges);
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] < 1 || ranges[i + 1] < ranges[i]) {
        throw new ProtocolViolationException(
            "a run of numbers from %d to %d".formatted(ranges[i], ranges[i + 1]));
      }
    }
    return ranges;
  }

  private static long notNegative(String what, long value) throws ProtocolViolationException {
    if (value < 0) {
      throw new ProtocolViolationException("negative " + what + " " + value);
    }
    return value;
  }

  private static String text(ByteBuffer body) {
    return StandardCharsets.UTF_8.decode(body).toString();
  }
}
