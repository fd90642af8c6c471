package io.teleport.term;

import io.teleport.TeleportException;

/**
 * A binary was used after the listener that received it returned: its memory serves other messages
 * by now. What must outlive the listener has to be copied in it, with {@link Binary#toByteArray}.
 */
public class PayloadReleasedException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public PayloadReleasedException() {
    super(
        "the memory of this message was given back when its listener returned; copy what must"
            + " outlive the listener with Binary.toByteArray()");
  }
}
