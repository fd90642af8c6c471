package io.teleport;

import io.teleport.term.Term;
import java.io.InputStream;
import java.util.Optional;

/**
 * A message on its way into a listener.
 *
 * <p><strong>Lifetime.</strong> The message owns memory of the node that goes back when the
 * listener returns. From then on its methods that need the payload throw {@link
 * io.teleport.term.PayloadReleasedException}, and so do the {@link #body} and the binaries of a
 * {@link #payload} that refer to that memory. Which binaries do depends on their size and the
 * message's: those below 4 KiB never do, and those of a message of at most {@code smallMessage}
 * bytes are on the heap; all other terms are values of their own, which stay valid. Rely on none of
 * this but on the rule: what must outlive the listener has to be copied ({@code
 * Binary.toByteArray()}, {@code Terms.detached(term)}) or taken as a plain Java value ({@link
 * #as}). Sending a binary on to another address inside the listener is safe, and does not copy it.
 *
 * <p><strong>Relay.</strong> The message itself can be sent on, inside the listener: {@code
 * connection.send(next, message)}, {@code call}, {@code cast}, {@code message.replyTo().get()
 * .reply(message)}, or as what a {@link TeleportRequestListener} returns. Its payload then leaves
 * as it came, without being decoded, checked or copied; what is still arriving goes on while it
 * arrives, by the sending thread, and once only. Bytes that are not a well-formed term are refused
 * by whoever reads them in the end.
 *
 * <p>A message is used by the listener's thread only. Binaries and streams taken from it may be
 * read by other threads; one that is reading when the listener returns either gets the bytes that
 * were sent, or the exception.
 */
public interface TeleportMessage {

  /** What the sender did. */
  enum Kind {
    /** {@link TeleportConnection#send}. */
    SEND,
    /** {@link TeleportConnection#call(Address, Object, java.time.Duration)}. */
    CALL,
    /** {@link TeleportConnection#cast}. */
    CAST,
    /** {@link TeleportConnection#sendEvent}. */
    EVENT,
    /** {@link TeleportConnection#notify(Address, Object)}. */
    NOTIFY,
    /** {@link TeleportConnection#syncNotify}. */
    SYNC_NOTIFY
  }

  /** Returns what the sender did. */
  Kind kind();

  /** Returns the node that sent the message. */
  NodeName sender();

  /** Returns the address that the message was sent to. */
  Address destination();

  /**
   * Returns the length of the message's encoded form in bytes, or -1 if the message is still
   * arriving and its sender did not know the length.
   */
  long size();

  /**
   * Returns how many times the message has been given to a listener, this time included: 1 unless
   * it is delivered again, because a listener that acknowledges {@code on-return} threw an
   * exception or its transaction rolled back. What an earlier delivery did outside of the
   * transaction has happened.
   */
  int deliveryCount();

  /**
   * Returns the message as a term. A message too large to be held in memory arrives while the
   * listener reads it: its last binary, then, can be read once, as a stream.
   *
   * @throws io.teleport.term.MalformedTermException if what was sent is not a well-formed term, or
   *     exceeds {@code maxTerms} or another limit of what is decoded
   */
  Term payload();

  /**
   * Returns the message as a Java value, by the table in {@link io.teleport.term.Terms}; the value
   * does not refer to the message's memory.
   *
   * @throws io.teleport.term.TermConversionException if the message is not a {@code T}
   * @throws io.teleport.term.MalformedTermException as {@link #payload}
   */
  <T> T as(Class<T> type);

  /**
   * Returns the content of the binary that the message is or ends in, as a stream; it may still be
   * arriving. A tuple or list ends in what its last element ends in. If the rest cannot come any
   * more, as the sender's node is down or what it sends has failed, reading throws {@link
   * java.io.IOException}. Call it once.
   *
   * @throws IllegalStateException if the message does not end in a binary
   * @throws io.teleport.term.MalformedTermException as {@link #payload}
   */
  InputStream body();

  /**
   * Returns where the answer goes, if the sender waits for one ({@link Kind#CALL}, {@link
   * Kind#SYNC_NOTIFY}).
   */
  Optional<ReplyTo> replyTo();
}
