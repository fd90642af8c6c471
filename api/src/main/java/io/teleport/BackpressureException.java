package io.teleport;

/**
 * A queue stayed full for as long as the sender was willing to wait, the receiver of a stream read
 * nothing for as long, or a transaction holds as much as it may. The message was not sent, or taken
 * back.
 */
public class BackpressureException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public BackpressureException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public BackpressureException(String message, Throwable cause) {
    super(message, cause);
  }
}
