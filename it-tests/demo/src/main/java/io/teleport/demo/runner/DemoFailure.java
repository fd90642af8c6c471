package io.teleport.demo.runner;

/**
 * The demonstration cannot go on, or did not show what it should; the message says all there is.
 */
public final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public DemoFailure(String message) {
    super(message);
  }

  /** Creates the exception. */
  public DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
