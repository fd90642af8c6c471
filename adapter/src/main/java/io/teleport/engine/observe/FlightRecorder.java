package io.teleport.engine.observe;

import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jfr.Event;

/**
 * The way into JDK Flight Recorder, where there is one: some servers hide its classes from
 * applications. Costs a check of a flag while nobody records. Safe for use by any thread.
 */
public final class FlightRecorder {

  private static final boolean AVAILABLE = isAvailable();

  private FlightRecorder() {}

  private static boolean isAvailable() {
    try {
      // Loads the classes of the recorder, too, and has it prepare what is recorded.
      Stream.of(
              new DeadLetterEvent(),
              new LargeMessageEvent(),
              new NodeDownEvent(),
              new NodeUpEvent(),
              new PoolLostEvent(),
              new PoolStartedEvent(),
              new StallEvent())
          .forEach(Event::shouldCommit);
      return true;
    } catch (LinkageError e) {
      Log.debug("TLP1350", "no flight recorder events: " + e);
      return false;
    }
  }

  /**
   * Prepares all events. Otherwise each is prepared by the thread that meets the first, which may
   * have to wait for some tenths of a second.
   */
  public static void prepare() {
    // The initialization of this class does it.
  }

  /** Something that takes time, and is shown when it is over. */
  public interface Span {
    /**
     * It is over. Called once; possibly by another thread than the one that began it.
     *
     * @param outcome how it ended
     */
    void end(String outcome);
  }

  /**
   * Begins a {@link LargeMessageEvent}.
   *
   * @param node the other node, printed if it is recorded
   * @param side {@code sender} or {@code receiver}
   * @param size its length in bytes, -1 if nobody knows
   * @return null if nobody records it
   */
  public static Span largeMessage(
      Object node, Supplier<String> destination, String side, long size) {
    return AVAILABLE ? LargeMessageEvent.begin(node, destination, side, size) : null;
  }

  /**
   * Begins a {@link StallEvent}.
   *
   * @param node the other node, printed if it is recorded
   * @param cause {@code credit}, {@code queue} or {@code stream}
   * @return null if nobody records it
   */
  public static Span stall(Object node, Supplier<String> destination, String cause) {
    return AVAILABLE ? StallEvent.begin(node, destination, cause) : null;
  }

  /** Ends what may be recorded. */
  public static void end(Span span, String outcome) {
    if (span != null) {
      span.end(outcome);
    }
  }

  /** Shows a {@link NodeUpEvent}. */
  public static void nodeUp(String node, long incarnation) {
    if (AVAILABLE) {
      NodeUpEvent.show(node, incarnation);
    }
  }

  /** Shows a {@link NodeDownEvent}. */
  public static void nodeDown(String node, long incarnation, String reason) {
    if (AVAILABLE) {
      NodeDownEvent.show(node, incarnation, reason);
    }
  }

  /** Shows a {@link PoolStartedEvent}. */
  public static void poolStarted(String node, int bulkSockets) {
    if (AVAILABLE) {
      PoolStartedEvent.show(node, bulkSockets);
    }
  }

  /** Shows a {@link PoolLostEvent}. */
  public static void poolLost(String node, String reason) {
    if (AVAILABLE) {
      PoolLostEvent.show(node, reason);
    }
  }

  /** Shows a {@link DeadLetterEvent}. */
  public static void deadLetter(String destination, String reason, String side, long size) {
    if (AVAILABLE) {
      DeadLetterEvent.show(destination, reason, side, size);
    }
  }
}
