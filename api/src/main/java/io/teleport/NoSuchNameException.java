package io.teleport;

/**
 * Nothing is registered under that name on that node, or the process has ended. The message was not
 * delivered.
 */
public class NoSuchNameException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public NoSuchNameException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public NoSuchNameException(String message, Throwable cause) {
    super(message, cause);
  }
}
