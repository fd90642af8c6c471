package io.teleport.engine.erlang;

import io.teleport.TeleportException;

/** Learns what became of a call: one of its methods is called, once. Must not block. */
public interface AnswerListener {

  /**
   * The answer has come.
   *
   * @param answer belongs to the listener
   */
  void answered(ReceivedPayload answer);

  /** There will be none. */
  void failed(TeleportException reason);
}
