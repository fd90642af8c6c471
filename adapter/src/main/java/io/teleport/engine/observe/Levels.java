package io.teleport.engine.observe;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much a node holds at one moment. On a node at rest everything that belongs to a message is
 * back at zero; what stays higher after each burst is a leak. The figures are read one after the
 * other while the node goes on, so they are exact only when it is at rest. Used by one thread.
 */
public final class Levels {

  /** One level. */
  public enum Level {
    /** Messages that were sent and are not confirmed. */
    UNCONFIRMED,
    /** Messages that wait for credit, or for a pool of sockets, before they leave. */
    WAITING,
    /** Bytes that messages take of send queues. */
    SEND_QUEUE_BYTES,
    /** Large messages and streams that are not complete. */
    ARRIVING,
    /**
     * What is remembered of messages from other nodes, so that none is taken twice and none out of
     * its order, besides the one number per node below which all have arrived.
     */
    REMEMBERED,
    /** Destinations that credit is counted for, for sending and for receiving. */
    CREDIT_ACCOUNTS,
    /** Other nodes that something is known of. */
    PEERS,
    /** Those of them that count as up. */
    ASSOCIATIONS,
    /** Complete pools of sockets. */
    POOLS,
    /** Pools that are being opened, by this node or by others, and connections in a handshake. */
    OPENINGS,
    /** Calls that wait for an answer. */
    PENDING_CALLS,
    /** Names and processes that messages are delivered to. */
    DESTINATIONS,
    /** Watchers of other nodes. */
    WATCHERS,
    /** Nodes with an event that not all watchers know. */
    UNTOLD_EVENTS,
    /** Chunks of memory for large messages that are out. */
    CHUNKS_OUT,
    /** Chunks that are promised to messages, and not taken. */
    CHUNKS_PROMISED,
    /** Bytes of memory that were allocated for chunks, whether they are out or not. */
    CHUNK_BYTES
  }

  private final Map<Level, Long> levels = new EnumMap<>(Level.class);

  /** Creates levels of zero. */
  public Levels() {
    for (Level level : Level.values()) {
      levels.put(level, 0L);
    }
  }

  /** Adds to a level. */
  public void add(Level level, long amount) {
    levels.merge(level, amount, Long::sum);
  }

  /** Returns a level. */
  public long get(Level level) {
    return levels.get(level);
  }

  @Override
  public String toString() {
    return levels.toString();
  }
}
