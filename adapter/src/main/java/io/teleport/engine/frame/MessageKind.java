package io.teleport.engine.frame;

/** What the sender of a message did. The order is that of the codes on the wire. */
public enum MessageKind {
  /** Sent; nobody waits. */
  SEND,
  /** A request; the sender waits for an answer. */
  CALL,
  /** A request without answer. */
  CAST,
  /** An event for a state machine. */
  EVENT,
  /** An event for an event manager. */
  NOTIFY,
  /** An event for an event manager; the sender waits until it was handled. */
  SYNC_NOTIFY,
  /** The answer to a request. */
  REPLY,
  /** The answer to a request whose listener failed. */
  FAILURE;

  private static final MessageKind[] VALUES = values();

  /** Returns whether the sender waits for an answer. */
  public boolean isRequest() {
    return this == CALL || this == SYNC_NOTIFY;
  }

  /** Returns whether this is an answer. */
  public boolean isAnswer() {
    return this == REPLY || this == FAILURE;
  }

  byte code() {
    return (byte) ordinal();
  }

  static MessageKind ofCode(int code) throws ProtocolViolationException {
    if (code < 0 || code >= VALUES.length) {
      throw new ProtocolViolationException("unknown message kind " + code);
    }
    return VALUES[code];
  }
}
