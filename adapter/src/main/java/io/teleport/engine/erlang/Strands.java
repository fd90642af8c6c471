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

  private final Map<Integer, Line> leaving = new HashMap<>();

  private record Waiting(boolean isLarge, Runnable offer) {}

  /** What is kept back behind the large message of a strand that is leaving. */
  private static final class Line {
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Whether a thread is letting messages go. */
    private boolean isMoving;

    /** Whether the large message that this thread has let go has left already. */
    private boolean hasLeft;
  }

  /**
   * Sends a message, now or when it is its turn.
   *
   * @param isLarge whether others could pass it; then {@link #left} is to be called
   * @param offer sends it; called by this thread or by another, must not block
   */
  void send(int strand, boolean isLarge, Runnable offer) {
    synchronized (this) {
      Line line = leaving.get(strand);
      if (line != null) {
        line.waiting.add(new Waiting(isLarge, offer));
        return;
      }
      if (isLarge) {
        leaving.put(strand, new Line());
      }
    }
    offer.run();
  }

  /** All of a large message has left, or never will: lets those go that follow it. */
  void left(int strand) {
    Line line;
    synchronized (this) {
      line = leaving.get(strand);
      line.hasLeft = true;
      if (line.isMoving) {
        return;
      }
      line.isMoving = true;
    }
    for (Waiting next = next(strand, line); next != null; next = next(strand, line)) {
      next.offer().run();
    }
  }

  /** Returns what is to be sent next; null if there is nothing, or a large message is leaving. */
  private synchronized Waiting next(int strand, Line line) {
    if (!line.hasLeft) {
      line.isMoving = false;
      return null;
    }
    Waiting next = line.waiting.poll();
    if (next == null) {
      leaving.remove(strand);
    } else {
      line.hasLeft = !next.isLarge();
    }
    return next;
  }
}
