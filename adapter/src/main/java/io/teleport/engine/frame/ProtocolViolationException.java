package io.teleport.engine.frame;

import java.io.IOException;

/** A peer sent what it must not send. The connection is of no use any more. */
public final class ProtocolViolationException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message says what came and what was expected. */
  public ProtocolViolationException(String message) {
    super(message);
  }
}
