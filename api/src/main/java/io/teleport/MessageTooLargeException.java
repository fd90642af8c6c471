package io.teleport;

/** The receiver does not take a message of this size in this shape. Nothing was delivered. */
public class MessageTooLargeException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public MessageTooLargeException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public MessageTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }
}
