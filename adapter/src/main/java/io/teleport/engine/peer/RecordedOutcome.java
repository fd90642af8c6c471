package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.FlightRecorder;

/**
 * The outcome of a message that is shown to a flight recording when it is known.
 *
 * @param outcome learns it, too
 * @param span ends with it
 */
record RecordedOutcome(Outcome outcome, FlightRecorder.Span span) implements Outcome {

  /** Returns an outcome that is recorded if somebody wants that, else the same. */
  static Outcome of(Outcome outcome, NodeName node, Destination destination, long size) {
    FlightRecorder.Span span = FlightRecorder.largeMessage(node, destination::text, "sender", size);
    return span == null ? outcome : new RecordedOutcome(outcome, span);
  }

  @Override
  public boolean isOfRequest() {
    return outcome.isOfRequest();
  }

  @Override
  public void confirmed() {
    span.end("confirmed");
    outcome.confirmed();
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    span.end("refused: " + code);
    outcome.rejected(code, detail);
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    span.end("lost: " + reason);
    outcome.lost(reason, mayBeDelivered);
  }

  @Override
  public void failed(TeleportException reason) {
    span.end("failed: " + reason.getMessage());
    outcome.failed(reason);
  }
}
