package io.teleport.engine.frame;

/** Why a connection is refused in its handshake. Each has its code on the wire. */
public enum RefusalCode {
  /** The versions of the protocol do not fit. */
  VERSION(0),
  /** The cookies differ. */
  COOKIE(1),
  /** The initiator wanted to reach another node. */
  WRONG_NODE(2),
  /** The initiator has the name of the node it connects to. */
  NAME_CLASH(3),
  /** The node is stopping, or has no room for more connections. */
  BUSY(4);

  private static final RefusalCode[] VALUES = values();

  private final byte code;

  RefusalCode(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static RefusalCode ofCode(int code) throws ProtocolViolationException {
    for (RefusalCode value : VALUES) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolViolationException("unknown refusal code " + code);
  }
}
