package io.teleport.engine.node;

import io.teleport.TeleportMessage;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Term;
import io.teleport.term.Terms;

/**
 * What can be sent: a term, a Java value that one stands for, or a received message that is passed
 * on as it is, without being decoded.
 */
@FunctionalInterface
public interface Sendable {

  /**
   * Returns the encoded form. Called by the sending thread; the caller owns the list and has to
   * release it.
   *
   * @param encoder writes terms
   * @param headroom number of bytes to leave free at the begin of the first segment
   * @throws io.teleport.term.PayloadReleasedException if the memory that it refers to was given
   *     back
   * @throws IllegalArgumentException if it is a term that has no encoded form, see {@link
   *     TermEncoder#write}
   * @throws io.teleport.term.TermConversionException if it is a Java value for which no term stands
   * @throws IllegalStateException if it ends in a stream that is being read already
   */
  GatherList encoded(TermEncoder encoder, int headroom);

  /** Returns a term, to be encoded when it is sent. */
  static Sendable of(Term term) {
    return (encoder, headroom) -> encoder.write(term, headroom);
  }

  /**
   * Returns what stands for a Java value: a received message of a node of this kind as it is, the
   * payload of any other {@link TeleportMessage}, and the term of everything else, converted now.
   *
   * @throws io.teleport.term.TermConversionException if no term stands for the value
   */
  static Sendable ofValue(Object value) {
    if (value instanceof Sendable sendable) {
      return sendable;
    }
    return of(value instanceof TeleportMessage message ? message.payload() : Terms.of(value));
  }

  /**
   * Returns what stands for a Java value that is sent before the caller goes on: as {@link
   * #ofValue}, but converted while it is encoded, which takes half the time for a record. If no
   * term stands for the value, that shows when it is sent.
   */
  static Sendable ofValueNow(Object value) {
    return value instanceof Sendable || value instanceof TeleportMessage
        ? ofValue(value)
        : (encoder, headroom) -> encoder.write(value, headroom);
  }
}
