package io.teleport.engine.node;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeName;
import io.teleport.NodeUp;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * Which remote nodes are up, and who wants to know. Each life of a node is told of once when it
 * begins and once when it ends, whatever the connections say meanwhile, to each watcher in the same
 * order.
 *
 * <p>Until all watchers know of a node's event, what becomes of messages to that node waits behind
 * it, for a second at the most: a watcher may itself wait for such a message.
 *
 * <p>Safe for use by any thread; the methods that loops call do not block.
 */
final class NodeEvents {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final NodeName self;
  private final Watch.Surroundings surroundings;
  private final Executor completions;

  /** The life of each node that is up; guarded by this, as is the order of events. */
  private final Map<NodeName, Long> up = new HashMap<>();

  private final List<Watch> watches = new CopyOnWriteArrayList<>();

  /** The nodes with events that not all watchers know. */
  private final Map<NodeName, Gate> gates = new ConcurrentHashMap<>();

  /**
   * Creates it, with no node up.
   *
   * @param surroundings what each watch needs
   * @param completions runs what becomes of messages
   */
  NodeEvents(NodeName self, Watch.Surroundings surroundings, Executor completions) {
    this.self = self;
    this.surroundings = surroundings;
    this.completions = completions;
  }

  /** What waits until the events of a node are known. */
  private final class Gate {
    private final NodeName node;
    private int unknown;
    private final List<Runnable> waiting = new ArrayList<>();

    Gate(NodeName node) {
      this.node = node;
    }

    /** A watcher knows of an event. */
    void known() {
      boolean last;
      synchronized (NodeEvents.this) {
        unknown--;
        last = unknown == 0;
      }
      if (last) {
        open();
      }
    }

    void open() {
      List<Runnable> ready;
      synchronized (NodeEvents.this) {
        gates.remove(node, this);
        ready = List.copyOf(waiting);
        waiting.clear();
      }
      ready.forEach(completions::execute);
    }
  }

  /** Adds a watcher, which learns at once of the nodes that are up. */
  synchronized Watch watch(NodeWatcher watcher) {
    Watch watch = new Watch(watcher, surroundings, watches::remove);
    watches.add(watch);
    up.forEach((node, life) -> watch.add(new NodeUp(node, life), () -> {}));
    return watch;
  }

  /** A pool to a node is complete. */
  synchronized void nodeUp(NodeName node, long incarnation) {
    if (node.equals(self)) {
      return;
    }
    Long before = up.put(node, incarnation);
    if (before != null && before == incarnation) {
      return;
    }
    if (before != null) {
      tell(new NodeDown(node, before, "the node was started anew"));
    }
    tell(new NodeUp(node, incarnation));
  }

  /** The last pool to a life of a node is gone. */
  synchronized void nodeDown(NodeName node, long incarnation, String reason) {
    if (up.remove(node, incarnation)) {
      tell(new NodeDown(node, incarnation, reason));
    }
  }

  private void tell(NodeEvent event) {
    if (event instanceof NodeDown down) {
      FlightRecorder.nodeDown(down.node().toString(), down.incarnation(), down.reason());
    } else {
      FlightRecorder.nodeUp(event.node().toString(), event.incarnation());
    }
    if (watches.isEmpty()) {
      return;
    }
    Gate gate = gates.get(event.node());
    if (gate == null) {
      gate = new Gate(event.node());
      gates.put(event.node(), gate);
      surroundings.later().accept(PATIENCE, gate::open);
    }
    gate.unknown += watches.size();
    Runnable known = gate::known;
    watches.forEach(watch -> watch.add(event, known));
  }

  /** Returns what runs completions of messages to a node, after the events that came before. */
  Executor completionsOf(NodeName node) {
    return completion -> {
      if (gates.isEmpty() || !waits(node, completion)) {
        completions.execute(completion);
      }
    };
  }

  private synchronized boolean waits(NodeName node, Runnable completion) {
    Gate gate = gates.get(node);
    if (gate != null) {
      gate.waiting.add(completion);
    }
    return gate != null;
  }

  /** Adds who watches, and what is still to be told. */
  void measure(Levels levels) {
    levels.add(Level.WATCHERS, watches.size());
    levels.add(Level.UNTOLD_EVENTS, gates.size());
  }

  /** Tells what is still to be told, in the calling thread if need be. Blocks, within bounds. */
  void close(Duration bound) {
    watches.forEach(watch -> watch.finish(bound));
    List.copyOf(gates.values()).forEach(Gate::open);
  }
}
