package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Term;
import java.util.Optional;

/**
 * A message that arrived, or that begins to arrive. Owned by the {@link Inbox} it was delivered to;
 * used by one thread at a time.
 */
public interface InboundMessage extends Sendable, AutoCloseable {

  /** Returns what the sender did. */
  MessageKind kind();

  /** Returns the sender's node. */
  NodeName sender();

  /** Returns where the message was sent to. */
  Address destination();

  /**
   * Returns the number of bytes of the encoded term, or -1 if it is still arriving and the sender
   * did not know.
   */
  long size();

  /**
   * Decodes the message, within {@link NodeSettings#decodeLimits}; each call decodes anew. If it is
   * still arriving its last binary is a stream, which is to be read by a thread that may block.
   *
   * @throws io.teleport.term.MalformedTermException if the bytes are no term, or exceed the limits
   */
  Term decode();

  /**
   * Returns the encoded form as it arrived, undecoded: what lies in chunks is referred to, and
   * stays there until the list is released, even if the message is closed meanwhile; what is still
   * arriving is read by whoever sends the list.
   *
   * @throws io.teleport.term.PayloadReleasedException if the message was closed
   * @throws IllegalStateException if it is still arriving and somebody reads it already
   */
  @Override
  GatherList encoded(TermEncoder encoder, int headroom);

  /**
   * Returns whether the message can be read from its begin: not so if it is still arriving and
   * somebody has begun to read it.
   */
  boolean isRepeatable();

  /** Returns how to answer, if the sender waits for an answer. */
  Optional<Responder> responder();

  /** Returns the strand whose order the message keeps, or {@link Passage#NO_STRAND}. */
  int strand();

  /**
   * Tells the sender that the message was received, if its inbox {@linkplain Inbox#confirmsOnReturn
   * confirms on return}; does nothing otherwise. Only the first of this and {@link #refuse} counts.
   */
  void confirm();

  /**
   * Tells the sender that the message is not taken after all, likewise.
   *
   * @return whether the sender hears of it: not so if it was told before that it was received
   */
  boolean refuse(RejectCode code, String detail);

  /**
   * Gives the message's memory back, and the sender its credit. What is still arriving is refused
   * from here on. Its sender is told that it was refused if nothing was said before. Doing so twice
   * is harmless.
   */
  @Override
  void close();
}
