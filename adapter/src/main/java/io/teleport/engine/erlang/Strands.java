package io.teleport.engine.erlang;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps messages of one strand in order. Fragments of a large message let others pass; so what
 * follows it on its strand is kept back until all of it has left. Safe for use by any thread;
 * nobody waits.
 */
final class Strands {

  /** What is kept back behind the large message of a strand that is leaving. */
  private final Map<Integer, Deque<Waiting>> leaving = new HashMap<>();

  private record Waiting(boolean isLarge, Runnable offer) {}

  /**
   * Sends a message, now or when it is its turn.
   *
   * @param isLarge whether others could pass it; then {@link #left} is to be called
   * @param offer sends it; called by this thread or by another, must not block
   */
  void send(int strand, boolean isLarge, Runnable offer) {
    synchronized (this) {
      Deque<Waiting> behind = leaving.get(strand);
      if (behind != null) {
        behind.add(new Waiting(isLarge, offer));
        return;
      }
      if (isLarge) {
        leaving.put(strand, new ArrayDeque<>());
      }
    }
    offer.run();
  }

  /** All of a large message has left, or never will: lets those go that follow it. */
  void left(int strand) {
    while (true) {
      Waiting next;
      synchronized (this) {
        next = leaving.get(strand).poll();
        if (next == null) {
          leaving.remove(strand);
          return;
        }
      }
      next.offer().run();
      if (next.isLarge()) {
        return;
      }
    }
  }
}
