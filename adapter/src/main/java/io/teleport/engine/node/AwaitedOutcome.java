package io.teleport.engine.node;

import io.teleport.DeliveryUnknownException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What becomes of a message whose sender wants to know it: the same as of any other, and a stage
 * that says so.
 *
 * @param message the message itself
 * @param stage what the sender has
 * @param completions completes stages, which runs user code
 * @param told whether it is known: who supplies a message may fail after that
 */
record AwaitedOutcome(
    SendOutcome message, CompletableFuture<Void> stage, Executor completions, AtomicBoolean told)
    implements Outcome {

  @Override
  public void confirmed() {
    if (!isFirst()) {
      return;
    }
    completions.execute(() -> stage.complete(null));
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    if (!isFirst()) {
      return;
    }
    message.rejected(code, detail);
    complete(Rejections.exception(code, message.to().toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    if (!isFirst()) {
      return;
    }
    message.lost(reason, mayBeDelivered);
    String text =
        "the message to %s is lost: %s"
            .formatted(message.to(), SendOutcome.lostText(reason, mayBeDelivered));
    complete(mayBeDelivered ? new DeliveryUnknownException(text) : new NodeDownException(text));
  }

  @Override
  public void failed(TeleportException reason) {
    if (isFirst()) {
      message.failed(reason);
      complete(reason);
    }
  }

  /** Fails the stage alone: the message was never accepted. */
  void fail(TeleportException reason) {
    if (isFirst()) {
      complete(reason);
    }
  }

  private boolean isFirst() {
    return told.compareAndSet(false, true);
  }

  private void complete(TeleportException reason) {
    completions.execute(() -> stage.completeExceptionally(reason));
  }
}
