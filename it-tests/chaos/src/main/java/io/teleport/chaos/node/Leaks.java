package io.teleport.chaos.node;

import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What a node has more of than it should: when all is quiet, and when it has stopped. What is there
 * for a moment only (a receipt on its way, a thread about to end) is waited for.
 */
final class Leaks {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What the JDK keeps for the threads that go on, such as their buffers for files. */
  private static final long DIRECT_SLACK = 1 << 20;

  /** What the JDK and the harness have loaded and counted meanwhile. */
  private static final long HEAP_SLACK = 16 << 20;

  /** The most sockets of a pool: control, small, and three for bulk. */
  private static final int POOL_SOCKETS = 5;

  private final Footprint before;
  private final Duration patience;

  /**
   * Creates it.
   *
   * @param before what the process took before its node was started
   * @param patience how long to wait for what is there for a moment
   */
  Leaks(Footprint before, Duration patience) {
    this.before = before;
    this.patience = patience;
  }

  /**
   * Returns what a node at rest holds too much of, by name; empty if nothing.
   *
   * @param others how many other nodes there are
   * @param names how many names messages are sent to, on each node
   */
  Map<String, Long> atRest(Supplier<Levels> levels, int others, int names)
      throws InterruptedException {
    return patiently(() -> excess(levels.get(), others, names));
  }

  private Map<String, Long> excess(Levels levels, int others, int names) {
    Map<Level, Long> most = new EnumMap<>(Level.class);
    // The association with each of them has both directions.
    most.put(Level.CREDIT_ACCOUNTS, 2L * names * others);
    most.put(Level.PEERS, (long) others);
    most.put(Level.ASSOCIATIONS, (long) others);
    // Two if both nodes opened one at the same time.
    most.put(Level.POOLS, 2L * others);
    most.put(Level.DESTINATIONS, (long) names);
    // Memory for chunks is kept for the next ones, within its bound.
    most.put(Level.CHUNK_BYTES, Long.MAX_VALUE);
    Map<String, Long> found = new TreeMap<>();
    for (Level level : Level.values()) {
      note(found, "rest_" + name(level), levels.get(level), most.getOrDefault(level, 0L));
    }
    long sockets = before.sockets() + 1 + levels.get(Level.POOLS) * POOL_SOCKETS;
    note(found, "rest_sockets", Footprint.now().sockets(), sockets);
    return found;
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns what a process has more of after its node has stopped than before it was started, by
   * name; empty if nothing.
   */
  Map<String, Long> afterStop() throws InterruptedException {
    Map<String, Long> found = patiently(() -> excess(Footprint.afterCollection()));
    if (found.containsKey("after_threads")) {
      Map<Long, String> threads = new TreeMap<>(Footprint.now().threads());
      threads.keySet().removeAll(before.threads().keySet());
      System.err.println("threads left behind: " + threads);
    }
    return found;
  }

  private Map<String, Long> excess(Footprint now) {
    Map<String, Long> found = new TreeMap<>();
    long threads =
        now.threads().keySet().stream().filter(t -> !before.threads().containsKey(t)).count();
    note(found, "after_threads", threads, 0);
    note(found, "after_sockets", now.sockets(), before.sockets());
    note(found, "after_selectors", now.selectors(), before.selectors());
    note(found, "after_direct_bytes", now.directBytes(), before.directBytes() + DIRECT_SLACK);
    note(found, "after_heap_bytes", now.heapBytes(), before.heapBytes() + HEAP_SLACK);
    return found;
  }

  private static void note(Map<String, Long> found, String what, long have, long most) {
    if (have > most) {
      found.put(what, have - most);
    }
  }

  private Map<String, Long> patiently(Supplier<Map<String, Long>> look)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, Long> found = look.get();
    while (!found.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      found = look.get();
    }
    return found;
  }
}
