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
 * @param supply where the last bytes of the content come from while it is sent; null if they are
 *     all in it
 * @param fate learns what became of it; called once, by any thread; must not block
 */
record OutgoingMessage(
    byte[] control,
    byte[] prefix,
    GatherList content,
    BodySupply supply,
    Consumer<Departure> fate) {

  /** Nothing. */
  static final byte[] NO_PREFIX = new byte[0];

  /** Creates a message whose content is all there. */
  OutgoingMessage(byte[] control, byte[] prefix, GatherList content, Consumer<Departure> fate) {
    this(control, prefix, content, null, fate);
  }

  /** Returns whether a term follows the control message. */
  boolean hasPayload() {
    return content != null;
  }

  /** Returns the number of bytes that follow the control message, without a version. */
  long payloadLength() {
    return content == null ? 0 : prefix.length + content.length() - 1;
  }

  /** Returns whether what is to be supplied will not come. */
  boolean hasFailed() {
    return supply != null && supply.hasFailed();
  }

  /** Returns the same, with something to be run after its fate was told. */
  OutgoingMessage whenSettled(Runnable then) {
    Consumer<Departure> first = fate;
    return new OutgoingMessage(control, prefix, content, supply, first.andThen(end -> then.run()));
  }

  /** Gives the content back and tells the fate. */
  void settle(Departure end) {
    if (content != null) {
      content.release();
    }
    if (supply != null) {
      supply.close();
    }
    fate.accept(end);
  }
}
