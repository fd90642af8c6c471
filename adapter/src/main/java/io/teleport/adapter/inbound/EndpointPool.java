package io.teleport.adapter.inbound;

import io.teleport.engine.observe.Log;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The endpoints of one bean that nobody uses at the moment. Making one costs more than a delivery,
 * so they are kept; there are never more than the bean's concurrency. Safe for use by any thread.
 */
final class EndpointPool implements AutoCloseable {

  private final MessageEndpointFactory factory;
  private final Deque<MessageEndpoint> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  EndpointPool(MessageEndpointFactory factory) {
    this.factory = factory;
  }

  /**
   * Returns an endpoint for the caller alone, who gives it back or discards it.
   *
   * @throws UnavailableException if the container has none at present
   */
  MessageEndpoint take() throws UnavailableException {
    MessageEndpoint endpoint = idle.pollFirst();
    return endpoint != null ? endpoint : factory.createEndpoint(null);
  }

  /** Takes an endpoint back. */
  void giveBack(MessageEndpoint endpoint) {
    idle.addFirst(endpoint);
    if (closed) {
      releaseIdle();
    }
  }

  /** Releases an endpoint whose bean failed: the container may have thrown the bean away. */
  void discard(MessageEndpoint endpoint) {
    release(endpoint);
  }

  /** Releases an endpoint, whatever the container says to that. */
  static void release(MessageEndpoint endpoint) {
    try {
      endpoint.release();
    } catch (RuntimeException e) {
      // As where its application has gone already. What it has served must be settled all the same.
      Log.limited("TLP2110", "the container failed to release an endpoint", e);
    }
  }

  /** Releases all endpoints; those in use, when they are given back. */
  @Override
  public void close() {
    closed = true;
    releaseIdle();
  }

  private void releaseIdle() {
    for (MessageEndpoint endpoint = idle.pollFirst();
        endpoint != null;
        endpoint = idle.pollFirst()) {
      release(endpoint);
    }
  }
}
