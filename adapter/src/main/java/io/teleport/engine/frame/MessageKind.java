package io.teleport.engine.frame;

/** What the sender of a message did. Each has its code on the wire. */
public enum MessageKind {
  /** Sent; nobody waits. */
  SEND(0),
  /** A request; the sender waits for an answer. */
  CALL(1),
  /** A request without answer. */
  CAST(2),
  /** An event for a state machine. */
  EVENT(3),
  /** An event for an event manager. */
  NOTIFY(4),
  /** An event for an event manager; the sender waits until it was handled. */
  SYNC_NOTIFY(5),
  /** The answer to a request. */
  REPLY(6),
  /** The answer to a request whose listener failed. */
  FAILURE(7);

  /** Set in the code of a message that has a place among others. */
  static final int PLACED = 0x10;

  private static final MessageKind[] VALUES = values();

  private final byte code;

  MessageKind(int code) {
    this.code = (byte) code;
  }

  /** Returns whether the sender waits for an answer. */
  public boolean isRequest() {
    return this == CALL || this == SYNC_NOTIFY;
  }

  /** Returns whether this is an answer. */
  public boolean isAnswer() {
    return this == REPLY || this == FAILURE;
  }

  byte code() {
    return code;
  }

  static MessageKind ofCode(int code) throws ProtocolViolationException {
    for (MessageKind value : VALUES) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolViolationException("unknown message kind " + code);
  }
}
