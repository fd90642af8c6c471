package io.teleport.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A life of another node has ended, as far as this one sees. */
@Name("io.teleport.NodeDown")
@Label("Node Down")
@Category("Teleport")
@Description("A life of another node has ended: nothing is sent to it any more")
@StackTrace(false)
final class NodeDownEvent extends Event {

  @Label("Node")
  String node;

  @Label("Incarnation")
  @Description("Tells this life of the node from those before")
  long incarnation;

  @Label("Reason")
  String reason;

  static void show(String node, long incarnation, String reason) {
    NodeDownEvent event = new NodeDownEvent();
    if (event.shouldCommit()) {
      event.node = node;
      event.incarnation = incarnation;
      event.reason = reason;
      event.commit();
    }
  }
}
