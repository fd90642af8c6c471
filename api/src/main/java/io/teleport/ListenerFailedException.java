package io.teleport;

/**
 * The listener of a message failed. It threw an exception, or its transaction was rolled back, or
 * what it answered could not be sent; a process of an Erlang node ended before it answered. Of an
 * exception only the name of its class and its message come here; its stack trace stays in the log
 * of the node that served the call.
 *
 * <p>The stage of {@link TeleportConnection#sendAsync} fails with it if the listener has the
 * activation property {@code acknowledge=on-return}, when it is not called again.
 */
public class ListenerFailedException extends TeleportException {

  private static final long serialVersionUID = 1L;

  private final String failureType;

  /**
   * Creates the exception.
   *
   * @param message which address failed and with what
   * @param failureType see {@link #failureType()}
   */
  public ListenerFailedException(String message, String failureType) {
    super(message);
    this.failureType = failureType;
  }

  /**
   * Returns the class name of what the listener threw; of an Erlang process the reason of its exit;
   * {@code unknown} if only the message says it.
   */
  public String failureType() {
    return failureType;
  }
}
