package io.teleport.engine.peer;

import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;

/** Remembers what became of a message. */
final class Told implements Outcome {

  String what = "";

  @Override
  public void confirmed() {
    what = "confirmed";
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    what = "rejected: " + code + detail;
  }

  @Override
  public void lost(String reason, boolean mayBeDelivered) {
    what = "lost: " + reason + (mayBeDelivered ? ", perhaps" : ", certainly");
  }

  @Override
  public void failed(TeleportException reason) {
    what = "failed: " + reason.getMessage();
  }
}
