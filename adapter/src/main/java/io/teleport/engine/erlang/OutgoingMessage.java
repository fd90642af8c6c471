package io.teleport.engine.erlang;

import io.teleport.engine.net.GatherList;

/**
 * What is to be sent: a control message, and what follows it.
 *
 * @param control the encoded control message, with its version
 * @param prefix what comes before the content, without a version: part of an envelope; may be empty
 * @param content the encoded term that the message is, or ends in; null if nothing follows the
 *     control message. The message owns it
 * @param fate learns what became of it; called once
 */
record OutgoingMessage(byte[] control, byte[] prefix, GatherList content, Fate fate) {

  /** Nothing. */
  static final byte[] NO_PREFIX = new byte[0];

  /** Learns what became of a message. Called by any thread; must not block. */
  @FunctionalInterface
  interface Fate {
    /** Nobody is told: the other node sees that the connection is lost, which tells it as much. */
    Fate UNTOLD =
        failure -> {
          // nobody waits
        };

    /**
     * The message has left, or never will.
     *
     * @param failure why it did not leave, or only in part; null if it did
     */
    void settled(String failure);
  }

  /** Returns whether a term follows the control message. */
  boolean hasPayload() {
    return content != null;
  }

  /** Returns the number of bytes that follow the control message, without a version. */
  long payloadLength() {
    return content == null ? 0 : prefix.length + content.length() - 1;
  }

  /** Gives the content back and tells the fate. */
  void settle(String failure) {
    if (content != null) {
      content.release();
    }
    fate.settled(failure);
  }
}
