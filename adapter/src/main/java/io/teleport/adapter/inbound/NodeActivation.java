package io.teleport.adapter.inbound;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import io.teleport.engine.node.NodeWatcher;
import io.teleport.engine.observe.Log;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;

/**
 * One message-driven bean that learns which nodes come and go. It is called by one thread at a
 * time, in the transaction that it asks for; an event is not repeated if it fails.
 */
public final class NodeActivation implements NodeWatcher {

  private static final Method NODE_UP = method("nodeUp", NodeUp.class);
  private static final Method NODE_DOWN = method("nodeDown", NodeDown.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final int MOST_DOUBLINGS = 6;

  private final MessageEndpointFactory factory;

  /** How many attempts in a row to get an endpoint were in vain; used by one thread at a time. */
  private int unavailable;

  /**
   * Creates it.
   *
   * @param factory makes endpoints of the bean
   */
  public NodeActivation(MessageEndpointFactory factory) {
    this.factory = factory;
  }

  private static Method method(String name, Class<?> event) {
    try {
      return TeleportNodeListener.class.getMethod(name, event);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the listener has lost its method " + name, e);
    }
  }

  @Override
  public Duration tell(NodeEvent event) {
    MessageEndpoint endpoint;
    try {
      endpoint = factory.createEndpoint(null);
    } catch (UnavailableException | RuntimeException e) {
      // The second is what some containers throw while an application starts or stops.
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(unavailable++, MOST_DOUBLINGS));
      Log.limited(
          "TLP2120",
          "the container has no endpoint for a listener of nodes; events wait, next attempt in %d ms"
              .formatted(pause.toMillis()),
          e);
      return pause;
    }
    unavailable = 0;
    try {
      deliver(endpoint, event);
    } catch (Throwable failure) {
      // Errors too: they end this delivery, not the thread, which is the container's.
      Log.error("TLP2121", "a listener of nodes failed on " + event, failure);
    } finally {
      EndpointPool.release(endpoint);
    }
    return Duration.ZERO;
  }

  private static void deliver(MessageEndpoint endpoint, NodeEvent event) throws Exception {
    endpoint.beforeDelivery(event instanceof NodeUp ? NODE_UP : NODE_DOWN);
    try {
      TeleportNodeListener listener = (TeleportNodeListener) endpoint;
      if (event instanceof NodeUp up) {
        listener.nodeUp(up);
      } else {
        listener.nodeDown((NodeDown) event);
      }
    } catch (Throwable failure) {
      afterFailure(endpoint, failure);
      throw failure;
    }
    endpoint.afterDelivery();
  }

  private static void afterFailure(MessageEndpoint endpoint, Throwable failure) {
    try {
      endpoint.afterDelivery();
    } catch (ResourceException e) {
      failure.addSuppressed(e);
    }
  }
}
