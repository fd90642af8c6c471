package io.teleport.node;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;

/**
 * Makes the endpoints of one listener.
 *
 * @param name what it is called
 * @param type the class of the endpoints
 * @param endpoints makes one
 */
public record ListenerEndpoints(String name, Class<?> type, Supplier<MessageEndpoint> endpoints)
    implements MessageEndpointFactory {

  @Override
  public MessageEndpoint createEndpoint(XAResource xa) {
    return endpoints.get();
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource xa, long timeout) {
    return endpoints.get();
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return false;
  }

  @Override
  public String getActivationName() {
    return name;
  }

  @Override
  public Class<?> getEndpointClass() {
    return type;
  }
}
