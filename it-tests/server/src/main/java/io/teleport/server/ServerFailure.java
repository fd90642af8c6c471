package io.teleport.server;

import java.io.IOException;

/** A server or its application does not do what it should; the message says all there is. */
public final class ServerFailure extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public ServerFailure(String message) {
    super(message);
  }
}
