package io.teleport.engine.erlang;

import io.teleport.engine.net.GatherList;
import java.util.function.Consumer;

/**
 * What is to be sent: a control message, and what follows it.
 *
 * @param control the encoded control message, with its version
 * @param prefix what comes before the content, without a version: part of an envelope; may be empty
 * @param content the encoded term that the message is, or ends in; null if nothing follows the
 *     control message. The message owns it
 * @param fate learns what became of it; called once, by any thread; must not block
 */
record OutgoingMessage(
    byte[] control, byte[] prefix, GatherList content, Consumer<Departure> fate) {

  /** Nothing. */
  static final byte[] NO_PREFIX = new byte[0];

  /** Returns whether a term follows the control message. */
  boolean hasPayload() {
    return content != null;
  }

  /** Returns the number of bytes that follow the control message, without a version. */
  long payloadLength() {
    return content == null ? 0 : prefix.length + content.length() - 1;
  }

  /** Gives the content back and tells the fate. */
  void settle(Departure end) {
    if (content != null) {
      content.release();
    }
    fate.accept(end);
  }
}
