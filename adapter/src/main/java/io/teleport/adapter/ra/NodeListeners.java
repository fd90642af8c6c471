package io.teleport.adapter.ra;

import io.teleport.NodeWatch;
import io.teleport.TeleportNodeListener;
import io.teleport.adapter.inbound.NodeActivation;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Watch;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who wants to know which nodes come and go: beans and other listeners, which the node of each run
 * is told of. Safe for use by any thread; the lock is never held while something waits.
 */
final class NodeListeners {

  private static final Duration MOMENT = Duration.ofSeconds(1);

  private record Key(MessageEndpointFactory factory, ActivationSpec spec) {}

  /** Who watches, and the watch of the present run; no watch while the adapter does not run. */
  private static final class Entry {
    final Function<LocalNode, Watch> begin;
    Watch watch;

    Entry(Function<LocalNode, Watch> begin) {
      this.begin = begin;
    }
  }

  /** By a key for beans, by themselves for others. */
  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  private LocalNode node;

  /** Adds a bean; does nothing if it is there already. */
  synchronized void activate(MessageEndpointFactory factory, ActivationSpec spec) {
    Key key = new Key(factory, spec);
    if (entries.containsKey(key)) {
      AdapterLog.activatedTwice("(listener of nodes)");
    } else {
      add(key, new Entry(running -> running.watch(new NodeActivation(factory))));
    }
  }

  /** Removes a bean, waiting for what it is at; does nothing for one that is not there. */
  void deactivate(MessageEndpointFactory factory, ActivationSpec spec, Duration bound) {
    remove(new Key(factory, spec), bound);
  }

  /** Adds another listener, until the watch is closed. */
  NodeWatch watch(TeleportNodeListener listener) {
    Entry entry = new Entry(running -> running.watchNodes(listener));
    synchronized (this) {
      add(entry, entry);
    }
    return () -> remove(entry, MOMENT);
  }

  private void add(Object key, Entry entry) {
    entries.put(key, entry);
    if (node != null) {
      entry.watch = entry.begin.apply(node);
    }
  }

  private void remove(Object key, Duration bound) {
    Watch ending;
    synchronized (this) {
      Entry entry = entries.remove(key);
      ending = entry == null ? null : entry.watch;
    }
    if (ending != null) {
      ending.close(bound);
    }
  }

  /** Begins what waits for the adapter. */
  synchronized void started(LocalNode running) {
    node = running;
    entries.values().forEach(entry -> entry.watch = entry.begin.apply(running));
  }

  /** The adapter is about to stop: beans get nothing more, other listeners do until it has. */
  void stopping(Duration bound) {
    List<Watch> ending = new ArrayList<>();
    synchronized (this) {
      node = null;
      entries.forEach(
          (key, entry) -> {
            if (key instanceof Key && entry.watch != null) {
              ending.add(entry.watch);
              entry.watch = null;
            }
          });
    }
    ending.forEach(watch -> watch.close(bound));
  }

  /** The adapter has stopped, and its node has told all. */
  synchronized void stopped() {
    if (node == null) {
      entries.values().forEach(entry -> entry.watch = null);
    }
  }
}
