package io.teleport.engine.observe;

/**
 * The way into JDK Flight Recorder, where there is one: some servers hide its classes from
 * applications. Costs a check of a flag while nobody records. Safe for use by any thread.
 */
public final class FlightRecorder {

  private static final boolean AVAILABLE = isAvailable();

  private FlightRecorder() {}

  private static boolean isAvailable() {
    try {
      // Loads the classes of the recorder, too.
      new DeadLetterEvent().shouldCommit();
      return true;
    } catch (LinkageError e) {
      Log.debug("TLP1350", "no flight recorder events: " + e);
      return false;
    }
  }

  /** Shows a {@link DeadLetterEvent}. */
  public static void deadLetter(String destination, String reason, String side, long size) {
    if (AVAILABLE) {
      DeadLetterEvent.show(destination, reason, side, size);
    }
  }
}
