package io.teleport.engine.peer;

import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;

/**
 * Learns what became of a message that was accepted for sending: exactly one of these is called,
 * once. Called by I/O loops and by other threads; must not block.
 */
public interface Outcome {

  /** Returns whether the message is a request, for whose answer somebody waits. */
  default boolean isOfRequest() {
    return false;
  }

  /** The receiver has it. */
  void confirmed();

  /**
   * The receiver did not take it.
   *
   * @param detail what the receiver said
   */
  void rejected(RejectCode code, String detail);

  /**
   * The connection was lost before the receiver confirmed it.
   *
   * @param mayBeDelivered false if it certainly was not
   */
  void lost(String reason, boolean mayBeDelivered);

  /**
   * The message could not be read to its end, and was taken back; its receiver has no use of it.
   */
  void failed(TeleportException reason);
}
