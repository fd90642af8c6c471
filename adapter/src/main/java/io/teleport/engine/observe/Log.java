package io.teleport.engine.observe;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The log of the project. Every message has a stable id ({@code TLP} and four digits) and says what
 * happened, the value, the limit and the setting to change. Safe for use by any thread.
 */
public final class Log {

  private static final System.Logger LOGGER = System.getLogger("io.teleport");
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Map<String, Pause> PAUSES = new ConcurrentHashMap<>();

  private Log() {}

  /** When a repeating message was printed last, and how many were left out since. */
  private static final class Pause {
    private long printedAt = System.nanoTime() - PAUSE_NANOS;
    private long leftOut;

    /** Returns how many were left out before this one, or -1 if this one is to be left out too. */
    synchronized long pass() {
      long now = System.nanoTime();
      if (now - printedAt < PAUSE_NANOS) {
        leftOut++;
        return -1;
      }
      printedAt = now;
      long before = leftOut;
      leftOut = 0;
      return before;
    }
  }

  /** Logs what an operator sees in normal operation, rarely. */
  public static void info(String id, String message) {
    LOGGER.log(Level.INFO, id + ": " + message);
  }

  /** Logs what only a developer wants to see. */
  public static void debug(String id, String message) {
    if (LOGGER.isLoggable(Level.DEBUG)) {
      LOGGER.log(Level.DEBUG, id + ": " + message);
    }
  }

  /** Logs what an operator should look at. */
  public static void warn(String id, String message) {
    LOGGER.log(Level.WARNING, id + ": " + message);
  }

  /** Logs what should never happen, with its stack trace. */
  public static void error(String id, String message, Throwable cause) {
    LOGGER.log(Level.ERROR, id + ": " + message, cause);
  }

  /**
   * Logs a warning that may repeat quickly: of each id, one every five seconds is printed, with the
   * number of those that were left out.
   *
   * @param cause what is behind it, of which only the message is printed; may be null
   */
  public static void limited(String id, String message, Throwable cause) {
    long leftOut = PAUSES.computeIfAbsent(id, key -> new Pause()).pass();
    if (leftOut < 0) {
      return;
    }
    String because = cause == null ? "" : " (" + cause + ")";
    String more = leftOut == 0 ? "" : " [" + leftOut + " more like this were left out]";
    LOGGER.log(Level.WARNING, id + ": " + message + because + more);
  }
}
