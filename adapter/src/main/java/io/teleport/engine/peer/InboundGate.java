package io.teleport.engine.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How much memory the large messages to one destination may hold, so that a slow listener cannot
 * take all there is. One message may exceed the limit if it is alone. First come, first served.
 * Safe for use by any thread.
 */
public final class InboundGate {

  private final int limit;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private int inside;

  /** Someone who wants in. */
  static final class Entry {
    private final int chunks;
    private final Runnable admitted;
    private boolean in;
    private boolean gone;

    Entry(int chunks, Runnable admitted) {
      this.chunks = chunks;
      this.admitted = admitted;
    }
  }

  /**
   * Creates a gate.
   *
   * @param limit how many chunks may be inside
   */
  public InboundGate(int limit) {
    this.limit = limit;
  }

  /**
   * Lets somebody in, now or later.
   *
   * @param admitted runs once it is in, in this thread or in one that leaves; must not block
   */
  Entry enter(int chunks, Runnable admitted) {
    Entry entry = new Entry(chunks, admitted);
    List<Entry> in;
    synchronized (this) {
      waiting.add(entry);
      in = admit();
    }
    in.forEach(one -> one.admitted.run());
    return entry;
  }

  /** Leaves, or gives up waiting. Doing so twice is harmless. */
  void leave(Entry entry) {
    List<Entry> in;
    synchronized (this) {
      if (entry.gone) {
        return;
      }
      entry.gone = true;
      if (entry.in) {
        inside -= entry.chunks;
      } else {
        waiting.remove(entry);
      }
      in = admit();
    }
    in.forEach(one -> one.admitted.run());
  }

  private List<Entry> admit() {
    List<Entry> in = new ArrayList<>();
    while (!waiting.isEmpty() && (inside == 0 || inside + waiting.peek().chunks <= limit)) {
      Entry entry = waiting.remove();
      entry.in = true;
      inside += entry.chunks;
      in.add(entry);
    }
    return in;
  }
}
