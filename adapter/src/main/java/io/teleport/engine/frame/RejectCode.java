package io.teleport.engine.frame;

/** Why a receiver does not take a message. The order is that of the codes on the wire. */
public enum RejectCode {
  /** Nothing is registered under that name. */
  NO_SUCH_NAME,
  /** The message is larger than the receiver takes in this shape. */
  TOO_LARGE,
  /** The listener needs no more of the stream; the message counts as delivered. */
  ENOUGH,
  /** The node, or the application, is stopping. */
  STOPPING;

  private static final RejectCode[] VALUES = values();

  byte code() {
    return (byte) ordinal();
  }

  static RejectCode ofCode(int code) throws ProtocolViolationException {
    if (code < 0 || code >= VALUES.length) {
      throw new ProtocolViolationException("unknown reject code " + code);
    }
    return VALUES[code];
  }
}
