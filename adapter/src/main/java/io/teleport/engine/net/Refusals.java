package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.util.concurrent.TimeUnit;

/**
 * Tells an operator of works that an executor refuses, once that lasts. A short while is no matter:
 * a server that ends an application may close its work manager a moment before it stops the
 * resource adapter.
 *
 * <p>Used by who holds the loop.
 */
final class Refusals {

  private static final long NO_MATTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String loop;
  private boolean refusing;
  private long since;

  /**
   * Creates it.
   *
   * @param loop the name of the loop whose works are refused
   */
  Refusals(String loop) {
    this.loop = loop;
  }

  /** A work was taken. */
  void ended() {
    refusing = false;
  }

  /**
   * A work was refused.
   *
   * @param now by the loop's clock, in nanoseconds
   */
  void another(Throwable cause, long now) {
    if (!refusing) {
      refusing = true;
      since = now;
    }
    long lasts = now - since;
    if (lasts < NO_MATTER_NANOS) {
      Log.debug(
          "TLP1002", "I/O loop " + loop + ": the work manager refused a work (" + cause + ")");
      return;
    }
    Log.limited(
        "TLP1002",
        "I/O loop "
            + loop
            + ": the work manager has refused works for "
            + TimeUnit.NANOSECONDS.toMillis(lasts)
            + " ms; the one that runs goes on. The server's thread pool is too small: it should"
            + " have 16 threads more than deliveryThreads",
        cause);
  }
}
