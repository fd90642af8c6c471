package io.teleport.engine.observe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a node counts, from its start. Safe for use by any thread. */
public final class Counters {

  /** One count. */
  public enum Count {
    /** Messages accepted for sending, replies included. */
    MESSAGES_SENT,
    /** Messages that arrived whole, or as a stream. */
    MESSAGES_RECEIVED,
    /** Messages that reached no listener, or of which nobody knows. */
    DEAD_LETTERS,
    /** Messages that arrived once more, because their sender did not know that they had. */
    DUPLICATES,
    /** Those of the dead letters that were answers: their callers were told by themselves. */
    DEAD_ANSWERS,
    /** Deliveries in which the listener threw an exception or its transaction rolled back. */
    LISTENER_FAILURES,
    /** Messages put aside after such a delivery, to be delivered again. */
    REDELIVERIES,
    /**
     * Messages that arrived and were not taken: nobody had the name, they were too large, their
     * listener failed on them, or the node was stopping. Their senders were told, or they are among
     * the dead letters here.
     */
    MESSAGES_REFUSED,
    /** Those of the dead letters that their listener did not get, since it was too slow. */
    DEAD_LETTERS_NOT_SEEN,
    /** Sends refused because a queue stayed full. */
    BACKPRESSURE,
    /** Connections that were refused in their handshake. */
    HANDSHAKES_REFUSED,
    /** Connections that were closed because the peer broke the protocol. */
    PROTOCOL_VIOLATIONS,
    /** Pools of sockets that were opened or accepted. */
    POOLS_STARTED,
    /** Pools of sockets that were lost, other than by a goodbye. */
    POOLS_LOST
  }

  /** What should be rare, and is shown as a rate, too. */
  public static final Set<Count> RATED =
      Collections.unmodifiableSet(
          EnumSet.of(
              Count.DEAD_LETTERS,
              Count.LISTENER_FAILURES,
              Count.MESSAGES_REFUSED,
              Count.BACKPRESSURE,
              Count.HANDSHAKES_REFUSED,
              Count.POOLS_LOST));

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final Map<Count, RecentCount> recent = new EnumMap<>(Count.class);

  /** Creates counters that stand at zero. */
  public Counters() {
    this(System::nanoTime);
  }

  /**
   * Creates counters that stand at zero.
   *
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public Counters(LongSupplier nanoTime) {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
    RATED.forEach(count -> recent.put(count, new RecentCount(nanoTime)));
  }

  /** Adds one. */
  public void add(Count count) {
    counts.get(count).increment();
    RecentCount rate = recent.get(count);
    if (rate != null) {
      rate.add();
    }
  }

  /**
   * Returns how many were added in the last minute.
   *
   * @param count one of {@link #RATED}
   */
  public long lastMinute(Count count) {
    return recent.get(count).get();
  }

  /** Returns a count. */
  public long get(Count count) {
    return counts.get(count).sum();
  }
}
