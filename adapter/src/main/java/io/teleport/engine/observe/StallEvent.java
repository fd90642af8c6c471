package io.teleport.engine.observe;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Messages to a destination had to wait, since more was sent than it takes. */
@Name("io.teleport.Stall")
@Label("Stall")
@Category("Teleport")
@Description("Messages to a destination had to wait, since more was sent than it takes")
@StackTrace(false)
@Threshold("20 ms")
final class StallEvent extends Event implements FlightRecorder.Span {

  @Label("Node")
  String node;

  @Label("Destination")
  String destination;

  @Label("Cause")
  @Description(
      "credit: the receiver has as much as it may have unread, and the messages wait in the send"
          + " queue; queue: that is full, and a thread waits; stream: the receiver reads a stream"
          + " more slowly than it is supplied, and the thread that supplies it waits")
  String cause;

  @Label("Outcome")
  String outcome;

  static FlightRecorder.Span begin(Object node, Supplier<String> destination, String cause) {
    StallEvent event = new StallEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.node = node.toString();
    event.destination = destination.get();
    event.cause = cause;
    event.begin();
    return event;
  }

  @Override
  public void end(String what) {
    outcome = what;
    commit();
  }
}
