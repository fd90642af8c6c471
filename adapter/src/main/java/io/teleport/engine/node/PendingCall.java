package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.Outcome;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A call that waits for its answer. It is completed once: by the answer, by what became of the
 * request, or by its caller's impatience. Safe for use by any thread.
 */
final class PendingCall implements Outcome {

  private final long correlation;
  private final Address to;
  private final Consumer<PendingCall> onEnd;
  private final CompletableFuture<IncomingMessage> answer = new CompletableFuture<>();
  private volatile boolean delivered;

  /**
   * Creates it.
   *
   * @param onEnd takes it off the table
   */
  PendingCall(long correlation, Address to, Consumer<PendingCall> onEnd) {
    this.correlation = correlation;
    this.to = to;
    this.onEnd = onEnd;
  }

  long correlation() {
    return correlation;
  }

  Address to() {
    return to;
  }

  /**
   * Completes with the answer, still encoded, or with a {@link TeleportException}. No user code may
   * depend on it.
   */
  CompletableFuture<IncomingMessage> answer() {
    return answer;
  }

  /** The answer has come; it belongs to the call, or is closed if nobody waits any more. */
  void answered(IncomingMessage message) {
    onEnd.accept(this);
    if (!answer.complete(message)) {
      message.close();
    }
  }

  /** No answer will be taken any more. Returns whether none had come before. */
  boolean fail(TeleportException reason) {
    onEnd.accept(this);
    return answer.completeExceptionally(reason);
  }

  @Override
  public boolean isOfRequest() {
    return true;
  }

  @Override
  public void confirmed() {
    delivered = true;
  }

  /** Returns whether the receiver has the request: what becomes of the answer is open then. */
  boolean isDelivered() {
    return delivered;
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    fail(Rejections.exception(code, to.toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    String text = "the call to %s has no answer: %s".formatted(to, reason);
    fail(
        mayBeDelivered
            ? new DeliveryUnknownException(text + "; it may or may not have been served")
            : new NodeDownException(text + "; it was not sent"));
  }

  @Override
  public void failed(TeleportException reason) {
    fail(reason);
  }

  /**
   * Returns what an answer says, on the heap, and closes it.
   *
   * @throws ListenerFailedException if it says that the listener failed
   * @throws NoSuchNameException if it says that the listener is gone
   * @throws TeleportException if it is not a well-formed term
   */
  Term read(IncomingMessage message) {
    try (message) {
      Term term = message.decode();
      if (message.header().kind() == MessageKind.FAILURE) {
        throw failure(term);
      }
      return Terms.detached(term);
    }
  }

  private TeleportException failure(Term term) {
    String type = "unknown";
    String text = term.toString();
    if (term instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0).equals(CallResponder.NO_SUCH_NAME)
        && tuple.get(1) instanceof Binary reason) {
      return new NoSuchNameException(reason.asString());
    }
    if (term instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof Binary first
        && tuple.get(1) instanceof Binary second) {
      type = first.asString();
      text = second.asString();
    }
    return new ListenerFailedException(
        "the listener %s failed: %s%s".formatted(to, type, text.isEmpty() ? "" : ": " + text),
        type);
  }
}
