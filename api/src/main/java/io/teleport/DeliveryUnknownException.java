package io.teleport;

/**
 * The connection to a node was lost after a message was handed to it and before the node confirmed
 * it: the message may or may not have been delivered. Of a call: before the node answered, which
 * may or may not have served it.
 */
public class DeliveryUnknownException extends TeleportException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   */
  public DeliveryUnknownException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what happened, with the values and the setting that matter
   * @param cause why it happened
   */
  public DeliveryUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
