package io.teleport;

/**
 * A node could not be reached, or went down, and the message or request was certainly not
 * delivered. Where it may have been there is {@link DeliveryUnknownException}.
 */
public class NodeDownException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public NodeDownException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public NodeDownException(String message, Throwable cause) {
    super(message, cause);
  }
}
