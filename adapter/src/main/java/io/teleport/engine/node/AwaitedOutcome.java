package io.teleport.engine.node;

import io.teleport.DeliveryUnknownException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What becomes of a message whose sender wants to know it: the same as of any other, and a stage
 * that says so.
 *
 * @param message the message itself
 * @param stage what the sender has
 * @param completions completes stages, which runs user code
 */
record AwaitedOutcome(SendOutcome message, CompletableFuture<Void> stage, Executor completions)
    implements Outcome {

  @Override
  public void confirmed() {
    completions.execute(() -> stage.complete(null));
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    message.rejected(code, detail);
    fail(Rejections.exception(code, message.to().toString(), detail));
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    message.lost(reason, mayBeDelivered);
    String text =
        "the message to %s is lost: %s"
            .formatted(message.to(), SendOutcome.lostText(reason, mayBeDelivered));
    fail(mayBeDelivered ? new DeliveryUnknownException(text) : new NodeDownException(text));
  }

  @Override
  public void failed(TeleportException reason) {
    message.failed(reason);
    fail(reason);
  }

  /** Fails the stage alone: the message was never accepted. */
  void fail(TeleportException reason) {
    completions.execute(() -> stage.completeExceptionally(reason));
  }
}
