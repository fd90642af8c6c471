package io.teleport.engine.frame;

/** Why a receiver does not take a message. Each has its code on the wire. */
public enum RejectCode {
  /** Nothing is registered under that name. */
  NO_SUCH_NAME(0),
  /** The message is larger than the receiver takes in this shape. */
  TOO_LARGE(1),
  /** The listener needs no more of the stream; the message counts as delivered. */
  ENOUGH(2),
  /** The node, or the application, is stopping. */
  STOPPING(3),
  /** The listener failed, as often as it was tried. */
  LISTENER_FAILED(4);

  private static final RejectCode[] VALUES = values();

  private final byte code;

  RejectCode(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static RejectCode ofCode(int code) throws ProtocolViolationException {
    for (RejectCode value : VALUES) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolViolationException("unknown reject code " + code);
  }
}
