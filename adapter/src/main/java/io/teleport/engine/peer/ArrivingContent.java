package io.teleport.engine.peer;

import io.teleport.term.BinaryContent;

/**
 * The end of a message that is still arriving, and can be read once. Safe for use by any thread.
 */
public sealed interface ArrivingContent extends BinaryContent permits StreamReceive {

  /**
   * Sees to it that nobody reads it but who claims it, later.
   *
   * @throws IllegalStateException if somebody reads it, or has claimed it
   * @throws io.teleport.term.PayloadReleasedException if it was given back
   */
  void claim();

  /** Ends the claim: it can be read. */
  void disclaim();
}
