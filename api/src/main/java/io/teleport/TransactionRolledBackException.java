package io.teleport;

/** A message was sent in a transaction that did not commit: it has not left and never will. */
public class TransactionRolledBackException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public TransactionRolledBackException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public TransactionRolledBackException(String message, Throwable cause) {
    super(message, cause);
  }
}
