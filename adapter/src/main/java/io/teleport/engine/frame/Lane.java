package io.teleport.engine.frame;

/** What a socket is for, so that nothing small waits behind anything large. The order is that of the codes. */
public enum Lane {
  /** Ticks, credit, receipts, announcements and allowances. */
  CONTROL,
  /** Messages that fit into one frame. */
  SMALL,
  /** Fragments of large messages. */
  BULK;

  private static final Lane[] VALUES = values();

  byte code() {
    return (byte) ordinal();
  }

  static Lane ofCode(int code) throws ProtocolViolationException {
    if (code < 0 || code >= VALUES.length) {
      throw new ProtocolViolationException("unknown lane " + code);
    }
    return VALUES[code];
  }
}
