package io.teleport.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pool of sockets to another node is complete. */
@Name("io.teleport.PoolStarted")
@Label("Pool Started")
@Category("Teleport")
@Description("A pool of sockets to another node is complete")
@StackTrace(false)
final class PoolStartedEvent extends Event {

  @Label("Node")
  String node;

  @Label("Bulk Sockets")
  @Description("Sockets for large messages, besides those for control and small messages")
  int bulkSockets;

  static void show(String node, int bulkSockets) {
    PoolStartedEvent event = new PoolStartedEvent();
    if (event.shouldCommit()) {
      event.node = node;
      event.bulkSockets = bulkSockets;
      event.commit();
    }
  }
}
