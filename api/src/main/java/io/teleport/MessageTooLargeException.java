package io.teleport;

/**
 * A message of this size is not taken in this shape, and was not delivered: it exceeds the
 * receiver's {@code maxMessage} and does not end in a binary, or is for a process, which cannot
 * read it while it arrives. A call of an Erlang node ends so, too, if its answer is too large; it
 * was served then.
 */
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
