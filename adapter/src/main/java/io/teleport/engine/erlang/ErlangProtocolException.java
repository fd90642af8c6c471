package io.teleport.engine.erlang;

import java.io.IOException;

/** A peer sent what the protocol does not allow, or what this node does not accept. */
public final class ErlangProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates it, with what was sent and what was expected. */
  public ErlangProtocolException(String message) {
    super(message);
  }
}
