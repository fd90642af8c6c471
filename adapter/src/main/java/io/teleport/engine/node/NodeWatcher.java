package io.teleport.engine.node;

import io.teleport.NodeEvent;
import java.time.Duration;

/** Learns which nodes come and go. */
@FunctionalInterface
public interface NodeWatcher {

  /**
   * Takes note of an event. Called by one thread of the executor at a time, in the order of the
   * events; it handles failures itself.
   *
   * @return {@link Duration#ZERO}; or, if it cannot take the event at present, how long to wait
   *     before it is told of the same event again
   */
  Duration tell(NodeEvent event);
}
