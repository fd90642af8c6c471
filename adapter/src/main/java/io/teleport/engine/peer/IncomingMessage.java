package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.GatherList;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

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
  private final AtomicReference<Verdict> verdict;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates it.
   *
   * @param onClose gives credit back
   * @param verdict null if the sender has been told that the message was received
   */
  IncomingMessage(
      MessageHeader header,
      NodeName sender,
      Payload payload,
      TermDecoder decoder,
      Runnable onClose,
      Verdict verdict) {
    this.header = header;
    this.sender = sender;
    this.payload = payload;
    this.decoder = decoder;
    this.onClose = onClose;
    this.verdict = verdict == null ? null : new AtomicReference<>(verdict);
  }

  /**
   * Returns a message that came by another protocol, and is confirmed already as far as that can
   * be.
   *
   * @param bytes the encoded term, which nobody changes any more
   * @param onClose told when the message is done with
   */
  public static IncomingMessage held(
      MessageHeader header, NodeName sender, byte[] bytes, TermDecoder decoder, Runnable onClose) {
    return new IncomingMessage(header, sender, new Payload.Heap(bytes), decoder, onClose, null);
  }

  /**
   * Returns a message that came by another protocol, and is confirmed already as far as that can
   * be.
   *
   * @param memory the encoded term; one reference to it belongs to the message
   * @param onClose told when the message is done with
   */
  public static IncomingMessage held(
      MessageHeader header,
      NodeName sender,
      ChunkList memory,
      TermDecoder decoder,
      Runnable onClose) {
    Payload payload = new Payload.Whole(new byte[0], memory.length(), memory);
    return new IncomingMessage(header, sender, payload, decoder, onClose, null);
  }

  /**
   * Returns a message that comes by another protocol, and whose last binary is read while it
   * arrives.
   *
   * @param envelope the encoded term up to the bytes of that binary, which nobody changes any more
   * @param tail these; belongs to the message
   * @param onClose told when the message is done with
   */
  public static IncomingMessage streamed(
      MessageHeader header,
      NodeName sender,
      byte[] envelope,
      StreamReceive tail,
      TermDecoder decoder,
      Runnable onClose) {
    Payload payload = new Payload.Streamed(envelope, tail);
    return new IncomingMessage(header, sender, payload, decoder, onClose, null);
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

  /** Returns whether it can be read from its begin. */
  public boolean isRepeatable() {
    return payload.isRepeatable();
  }

  /** Returns the strand whose order the message keeps, or {@link Passage#NO_STRAND}. */
  public int strand() {
    return header.place() == null ? Passage.NO_STRAND : header.place().strand();
  }

  /** Tells the sender that it was received, if nobody has told it anything yet. */
  public void confirm() {
    Verdict first = verdict == null ? null : verdict.getAndSet(null);
    if (first != null) {
      first.confirm();
    }
  }

  /**
   * Tells the sender that it is not taken after all, if nobody has told it anything yet.
   *
   * @return whether it is told
   */
  public boolean refuse(RejectCode code, String detail) {
    Verdict first = verdict == null ? null : verdict.getAndSet(null);
    if (first == null) {
      return false;
    }
    first.refuse(code, detail);
    return true;
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
      // Nobody knows whether the listener did what it was to do.
      refuse(RejectCode.LISTENER_FAILED, "it was given up before its listener returned");
      payload.release();
      onClose.run();
    }
  }
}
