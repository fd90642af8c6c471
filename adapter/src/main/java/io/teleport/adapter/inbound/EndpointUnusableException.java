package io.teleport.adapter.inbound;

/** The container did not let a delivery begin: the listener has not seen the message. */
final class EndpointUnusableException extends Exception {

  private static final long serialVersionUID = 1L;

  EndpointUnusableException(Throwable cause) {
    super("the container does not let a delivery begin", cause);
  }
}
