package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.net.GatherList;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message that arrived, or, if it is large, that begins to arrive. Whoever it was handed to owns
 * it, and closes it.
 */
public final class IncomingMessage implements AutoCloseable {

  private final MessageHeader header;
  private final NodeName sender;
  private final Payload payload;
  private final TermDecoder decoder;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  IncomingMessage(
      MessageHeader header,
      NodeName sender,
      Payload payload,
      TermDecoder decoder,
      Runnable onClose) {
    this.header = header;
    this.sender = sender;
    this.payload = payload;
    this.decoder = decoder;
    this.onClose = onClose;
  }

  /** Returns what stands before the payload. */
  public MessageHeader header() {
    return header;
  }

  /** Returns the sender's node. */
  public NodeName sender() {
    return sender;
  }

  /**
   * Returns the length of the encoded term, or -1 if it is still arriving and the sender did not
   * know.
   */
  public long size() {
    return payload.size();
  }

  /**
   * Decodes the message, within the limits of the local node; if it is still arriving its last
   * binary is a stream.
   *
   * @throws io.teleport.term.MalformedTermException if the bytes are no term, or exceed the limits
   * @throws PayloadReleasedException if the message was closed
   */
  public Term decode() {
    checkOpen();
    return payload.decode(decoder);
  }

  /**
   * Returns the encoded term as it arrived, undecoded. What lies in chunks is referred to; what is
   * still arriving is read by whoever sends the list. The caller releases the list.
   *
   * @param headroom number of bytes to leave free at the begin of the first segment
   * @throws PayloadReleasedException if the message was closed
   * @throws IllegalStateException if it is still arriving and somebody reads it already
   */
  public GatherList encoded(int headroom) {
    checkOpen();
    return payload.encoded(headroom);
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new PayloadReleasedException();
    }
  }

  /** Gives memory and credit back. Doing so twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      payload.release();
      onClose.run();
    }
  }
}
