package io.teleport.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A message that reached no listener, or of which nobody knows whether it did. */
@Name("io.teleport.DeadLetter")
@Label("Dead Letter")
@Category("Teleport")
@Description("A message that reached no listener, or of which nobody knows whether it did")
@StackTrace(false)
final class DeadLetterEvent extends Event {

  @Label("Destination")
  String destination;

  @Label("Reason")
  String reason;

  @Label("Side")
  @Description("On which side it was lost: sender or receiver")
  String side;

  @Label("Size")
  @Description("Bytes of the encoded message, -1 if nobody knows")
  @DataAmount
  long size;

  static void show(String destination, String reason, String side, long size) {
    DeadLetterEvent event = new DeadLetterEvent();
    if (event.shouldCommit()) {
      event.destination = destination;
      event.reason = reason;
      event.side = side;
      event.size = size;
      event.commit();
    }
  }
}
