package io.teleport.engine.frame;

/**
 * What a socket is for, so that nothing small waits behind anything large. Each has its code on the
 * wire.
 */
public enum Lane {
  /** Ticks, credit, receipts, announcements and allowances. */
  CONTROL(0),
  /** Messages that fit into one frame. */
  SMALL(1),
  /** Fragments of large messages. */
  BULK(2);

  private static final Lane[] VALUES = values();

  private final byte code;

  Lane(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Lane ofCode(int code) throws ProtocolViolationException {
    for (Lane value : VALUES) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolViolationException("unknown lane " + code);
  }
}
