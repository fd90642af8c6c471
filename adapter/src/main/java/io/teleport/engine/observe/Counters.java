package io.teleport.engine.observe;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

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
    /** Messages for a registered name that were not delivered, as their senders were told. */
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

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  /** Creates counters that stand at zero. */
  public Counters() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** Adds one. */
  public void add(Count count) {
    counts.get(count).increment();
  }

  /** Returns a count. */
  public long get(Count count) {
    return counts.get(count).sum();
  }
}
