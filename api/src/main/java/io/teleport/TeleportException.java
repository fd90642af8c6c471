package io.teleport;

/** The root of everything that Teleport throws at an application on its own account. */
public class TeleportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public TeleportException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public TeleportException(String message, Throwable cause) {
    super(message, cause);
  }
}
