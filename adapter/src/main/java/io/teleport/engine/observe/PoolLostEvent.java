package io.teleport.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pool of sockets to another node is lost, other than by a goodbye. */
@Name("io.teleport.PoolLost")
@Label("Pool Lost")
@Category("Teleport")
@Description("A pool of sockets to another node is lost, other than by a goodbye")
@StackTrace(false)
final class PoolLostEvent extends Event {

  @Label("Node")
  String node;

  @Label("Reason")
  String reason;

  static void show(String node, String reason) {
    PoolLostEvent event = new PoolLostEvent();
    if (event.shouldCommit()) {
      event.node = node;
      event.reason = reason;
      event.commit();
    }
  }
}
