package io.teleport.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A life of another node has begun, as far as this one sees. */
@Name("io.teleport.NodeUp")
@Label("Node Up")
@Category("Teleport")
@Description("The first pool of sockets to a life of another node is complete")
@StackTrace(false)
final class NodeUpEvent extends Event {

  @Label("Node")
  String node;

  @Label("Incarnation")
  @Description("Tells this life of the node from those before")
  long incarnation;

  static void show(String node, long incarnation) {
    NodeUpEvent event = new NodeUpEvent();
    if (event.shouldCommit()) {
      event.node = node;
      event.incarnation = incarnation;
      event.commit();
    }
  }
}
