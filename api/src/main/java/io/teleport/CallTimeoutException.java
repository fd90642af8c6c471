package io.teleport;

/**
 * No answer, or no message, came in time. The request may have been served all the same, or may
 * still be; an answer that comes later is dropped.
 */
public class CallTimeoutException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public CallTimeoutException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public CallTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
