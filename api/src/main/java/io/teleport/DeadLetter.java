package io.teleport;

import io.teleport.term.Atom;
import io.teleport.term.SnakeCase;
import io.teleport.term.Term;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that did not reach its destination, or of which nobody knows whether it did; as the
 * bean receives it that is registered as {@link #LISTENER}: {@code message.as(DeadLetter.class)}.
 *
 * <p>A message is a dead letter on the node that answers for it: on its sender's until the receiver
 * has confirmed it, on the receiver's from then on; what was sent with best effort counts as
 * confirmed when it has left. So it is one once. What a listener has failed on for the last time
 * that confirms when it returns is one of its sender.
 *
 * <p>The listener gets what fits into {@code deadLetterQueue} while it is at work; of more, it gets
 * the letter without its payload, or nothing. What goes wrong with a message to the name {@link
 * #LISTENER} of any node is counted and logged only: so a listener may send letters on to that name
 * of another node.
 *
 * @param destination where it was to go: the {@link Address} as text, which {@link Address#parse}
 *     reads if it is that of a name; of an answer, which caller
 * @param reason why it did not arrive
 * @param side where it was lost
 * @param size the length of its encoded form in bytes, -1 if nobody knows
 * @param payload what it said, where that is still at hand: of messages up to {@code smallMessage}
 *     bytes
 */
public record DeadLetter(
    String destination, String reason, Side side, long size, Optional<Term> payload) {

  /** The name under which a bean is registered that receives the dead letters of its node. */
  public static final String LISTENER = "teleport.dead-letters";

  /** Where a message was lost. */
  @SnakeCase
  public enum Side {
    /** On the node that sent it, or on the way. */
    SENDER,
    /** On the node that it was sent to, which had confirmed it, or need not. */
    RECEIVER
  }

  /** Refuses {@code null}, and takes the atom {@code undefined} for no payload. */
  public DeadLetter {
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(side, "side");
    // An atom is what stands for nothing in a term.
    payload = payload.filter(term -> !term.equals(Atom.UNDEFINED));
  }
}
