package io.teleport.engine.node;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import io.teleport.engine.observe.Log;
import java.time.Duration;

/**
 * Tells a plain listener.
 *
 * @param listener what it throws is logged
 */
record ListeningWatcher(TeleportNodeListener listener) implements NodeWatcher {

  @Override
  public Duration tell(NodeEvent event) {
    try {
      if (event instanceof NodeUp up) {
        listener.nodeUp(up);
      } else {
        listener.nodeDown((NodeDown) event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(event, e);
    } catch (Exception | Error e) {
      // Errors too, as when its application has gone: the node still has to stop.
      failed(event, e);
    }
    return Duration.ZERO;
  }

  private static void failed(NodeEvent event, Throwable failure) {
    Log.error("TLP1330", "a listener failed on " + event, failure);
  }
}
