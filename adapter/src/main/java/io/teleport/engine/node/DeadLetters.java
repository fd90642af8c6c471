package io.teleport.engine.node;

import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;

/**
 * Messages that reached no listener, or of which nobody knows whether they did. Each is counted,
 * and logged as often as is bearable. Safe for use by any thread.
 */
final class DeadLetters {

  private final Counters counters;

  DeadLetters(Counters counters) {
    this.counters = counters;
  }

  /**
   * Takes note of an answer that did not reach its caller.
   *
   * @param destination where it was to go
   * @param reason why it did not
   */
  void addAnswer(String destination, String reason) {
    counters.add(Counters.Count.DEAD_ANSWERS);
    add(destination, reason);
  }

  /**
   * Takes note of one.
   *
   * @param destination where it was to go
   * @param reason why it did not
   */
  void add(String destination, String reason) {
    counters.add(Counters.Count.DEAD_LETTERS);
    Log.limited("TLP1301", "dead letter to " + destination + ": " + reason, null);
  }
}
