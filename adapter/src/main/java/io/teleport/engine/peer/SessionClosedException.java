package io.teleport.engine.peer;

/** A session does not take messages any more; another one may. */
final class SessionClosedException extends Exception {

  private static final long serialVersionUID = 1L;

  SessionClosedException() {
    super("the session is closed", null, false, false);
  }
}
