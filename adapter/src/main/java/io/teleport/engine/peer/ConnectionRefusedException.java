package io.teleport.engine.peer;

import io.teleport.NodeDownException;
import java.net.InetSocketAddress;

/** Nobody listens where a node is expected: its host refuses the connection. */
final class ConnectionRefusedException extends NodeDownException {

  private static final long serialVersionUID = 1L;

  private final InetSocketAddress address;

  /**
   * Creates the exception.
   *
   * @param address where nobody listens
   */
  ConnectionRefusedException(String message, InetSocketAddress address, Throwable cause) {
    super(message, cause);
    this.address = address;
  }

  /** Returns where nobody listens. */
  InetSocketAddress address() {
    return address;
  }
}
