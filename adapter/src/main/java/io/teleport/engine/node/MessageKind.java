package io.teleport.engine.node;

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
  SYNC_NOTIFY
}
