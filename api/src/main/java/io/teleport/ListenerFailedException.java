package io.teleport;

/**
 * The listener that served a call threw an exception. Its stack trace stays in the log of the node
 * that served it; only the name of its class and its message come here.
 */
public class ListenerFailedException extends TeleportException {

  private static final long serialVersionUID = 1L;

  private final String failureType;

  /**
   * Creates the exception.
   *
   * @param message which address failed and with what
   * @param failureType the class name of what the listener threw
   */
  public ListenerFailedException(String message, String failureType) {
    super(message);
    this.failureType = failureType;
  }

  /** Returns the class name of what the listener threw. */
  public String failureType() {
    return failureType;
  }
}
