package io.teleport.adapter.ra;

import io.teleport.adapter.inbound.Activation;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The endpoints that the container has activated. One that was activated while the adapter does not
 * run waits here for its start. Safe for use by any thread; the lock is never held while something
 * waits.
 */
final class Endpoints {

  private record Key(MessageEndpointFactory factory, ActivationSpec spec) {}

  /** What is known about an endpoint; no activation while the adapter does not run. */
  private static final class Entry {
    final TeleportActivationSpec spec;
    Activation activation;

    Entry(TeleportActivationSpec spec) {
      this.spec = spec;
    }
  }

  private final Map<Key, Entry> entries = new HashMap<>();
  private AdapterRun run;

  /** Activates an endpoint now, or when the adapter starts. */
  synchronized void activate(MessageEndpointFactory factory, TeleportActivationSpec spec)
      throws ResourceException {
    Key key = new Key(factory, spec);
    if (entries.containsKey(key)) {
      AdapterLog.activatedTwice(spec.getName());
      return;
    }
    Entry entry = new Entry(spec);
    if (run != null) {
      entry.activation = run.names().activate(factory, spec);
    }
    entries.put(key, entry);
  }

  /**
   * Ends an endpoint, waiting for its running deliveries; does nothing for one it does not know.
   */
  void deactivate(MessageEndpointFactory factory, ActivationSpec spec) {
    Entry entry;
    Duration bound;
    synchronized (this) {
      entry = entries.remove(new Key(factory, spec));
      bound = run == null ? Duration.ZERO : run.shutdownTimeout();
    }
    if (entry != null && entry.activation != null) {
      entry.activation.close(bound);
    }
  }

  /** Activates what waits for the adapter. */
  synchronized void started(AdapterRun started) {
    run = started;
    entries.forEach(
        (key, entry) -> {
          try {
            entry.activation = started.names().activate(key.factory(), entry.spec);
          } catch (ResourceException e) {
            AdapterLog.activationAfterStartFailed(entry.spec.getName(), e);
          }
        });
  }

  /**
   * Takes note that the adapter has stopped.
   *
   * @return the activations that were running, which are the caller's to close
   */
  synchronized List<Activation> stopped() {
    run = null;
    List<Activation> running = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.activation != null) {
        running.add(entry.activation);
        entry.activation = null;
      }
    }
    return running;
  }
}
