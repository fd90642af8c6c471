package io.teleport;

/** Two nodes did not accept each other: their cookies differ. */
public class AuthenticationException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public AuthenticationException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
