package io.teleport.engine.frame;

/** Why a connection is refused in its handshake. The order is that of the codes on the wire. */
public enum RefusalCode {
  /** The versions of the protocol do not fit. */
  VERSION,
  /** The cookies differ. */
  COOKIE,
  /** The initiator wanted to reach another node. */
  WRONG_NODE,
  /** The initiator has the name of the node it connects to. */
  NAME_CLASH,
  /** The node is stopping, or has no room for more connections. */
  BUSY;

  private static final RefusalCode[] VALUES = values();

  byte code() {
    return (byte) ordinal();
  }

  static RefusalCode ofCode(int code) throws ProtocolViolationException {
    if (code < 0 || code >= VALUES.length) {
      throw new ProtocolViolationException("unknown refusal code " + code);
    }
    return VALUES[code];
  }
}
