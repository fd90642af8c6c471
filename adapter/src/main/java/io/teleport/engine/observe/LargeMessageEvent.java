package io.teleport.engine.observe;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;

/**
 * A large message, from when it was accepted for sending until its outcome was known, on its
 * sender's node; or from its announcement until all was there, on its receiver's.
 */
@Name("io.teleport.LargeMessage")
@Label("Large Message")
@Category("Teleport")
@Description(
    "A large message: on its sender's node from its acceptance to its outcome, on its receiver's"
        + " from its announcement until all was there")
@StackTrace(false)
final class LargeMessageEvent extends Event implements FlightRecorder.Span {

  @Label("Node")
  @Description("The other node")
  String node;

  @Label("Destination")
  String destination;

  @Label("Side")
  @Description("sender or receiver")
  String side;

  @Label("Size")
  @Description("Bytes of the encoded message, -1 if they were not known at the begin")
  @DataAmount
  long size;

  @Label("Outcome")
  @Description("What became of it")
  String outcome;

  @Label("Minimum Size")
  @Description("Smaller messages are not recorded; a number of bytes")
  @SettingDefinition
  boolean minimumSize(MinimumSize setting) {
    return setting.accepts(size);
  }

  static FlightRecorder.Span begin(
      Object node, Supplier<String> destination, String side, long size) {
    LargeMessageEvent event = new LargeMessageEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.node = node.toString();
    event.destination = destination.get();
    event.side = side;
    event.size = size;
    event.begin();
    return event;
  }

  @Override
  public void end(String what) {
    outcome = what;
    commit();
  }
}
