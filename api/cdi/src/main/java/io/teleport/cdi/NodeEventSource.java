package io.teleport.cdi;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.BeanManager;

/**
 * Fires what happens to nodes as events of one application, in its class loader and in a request
 * context of their own. An observer that throws keeps later ones from that event, as with every
 * event.
 *
 * @param beans the application's
 * @param loader the application's
 */
record NodeEventSource(BeanManager beans, ClassLoader loader) implements TeleportNodeListener {

  @Override
  public void nodeUp(NodeUp event) {
    fire(event);
  }

  @Override
  public void nodeDown(NodeDown event) {
    fire(event);
  }

  private void fire(NodeEvent event) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      RequestContextController request =
          beans.createInstance().select(RequestContextController.class).get();
      boolean begun = request.activate();
      try {
        beans.getEvent().fire(event);
      } finally {
        if (begun) {
          request.deactivate();
        }
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
