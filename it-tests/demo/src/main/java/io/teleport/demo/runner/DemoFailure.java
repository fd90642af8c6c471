package io.teleport.demo.runner;

/**
 * The demonstration cannot go on, or did not show what it should; the message says all there is.
 */
final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
