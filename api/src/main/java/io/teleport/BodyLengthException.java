package io.teleport;

/**
 * The content of a message, read while it is sent, turned out shorter or longer than was announced:
 * a stream or channel yields another number of bytes, or a file changed its length. The message is
 * taken back; a listener that reads it already gets an {@link java.io.IOException}.
 */
public class BodyLengthException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public BodyLengthException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public BodyLengthException(String message, Throwable cause) {
    super(message, cause);
  }
}
