package io.teleport.node;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;

/** What containers put around a bean, here nothing. The listener is what extends it. */
public abstract class PlainEndpoint implements MessageEndpoint {

  /** Creates an endpoint. */
  protected PlainEndpoint() {}

  @Override
  public void beforeDelivery(Method method) {
    // no transaction, no class loader
  }

  @Override
  public void afterDelivery() {
    // see beforeDelivery
  }

  @Override
  public void release() {
    // holds nothing
  }
}
