package io.teleport.adapter.ra;

import io.teleport.NodeWatch;
import io.teleport.TeleportException;
import io.teleport.TeleportNodeListener;
import io.teleport.adapter.inbound.Activation;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.adapter.inbound.TeleportNodeActivationSpec;
import io.teleport.engine.node.InvalidSettingException;
import io.teleport.engine.node.LocalNode;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.transaction.xa.XAResource;

/**
 * The resource adapter: while it runs, the application server is a node.
 *
 * <p>Its superclasses hold the settings, by theme. MicroProfile Config overrides them under {@code
 * teleport.} and their name, where the server has it; so does the environment, as in {@code
 * TELEPORT_COOKIE}. Values are checked when the adapter starts.
 *
 * <p>Properties are set by one thread before {@link #start}. All other methods may be called by any
 * thread, and in any order: endpoints that are activated while the adapter does not run begin to
 * receive when it starts.
 */
@Connector(
    displayName = "Teleport",
    description = "Messages of any size between application servers and Erlang nodes.",
    vendorName = "io.teleport",
    eisType = "Teleport",
    transactionSupport = TransactionSupport.TransactionSupportLevel.LocalTransaction)
public class TeleportResourceAdapter extends TlsProperties implements ResourceAdapter {

  private final Endpoints endpoints = new Endpoints();
  private final NodeListeners nodeListeners = new NodeListeners();
  private volatile AdapterRun run;

  /** Creates a resource adapter with the default settings, which does not run. */
  public TeleportResourceAdapter() {}

  /**
   * Starts the node: when this returns it listens.
   *
   * @throws ResourceAdapterInternalException if a setting is wrong, which it names with its value
   *     and what is allowed; if the node cannot listen; or if the adapter runs already
   */
  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    Overrides overrides = MicroProfileOverrides.find();
    UnknownNames.among(overrides.names()).forEach(AdapterLog::unknownSetting);
    AdapterSettings settings;
    try {
      settings = AdapterSettings.read(configured(), overrides);
    } catch (InvalidSettingException e) {
      throw new ResourceAdapterInternalException("Teleport cannot start: " + e.getMessage(), e);
    }
    synchronized (this) {
      if (run != null) {
        throw new ResourceAdapterInternalException(
            "Teleport runs already, as " + run.node().name());
      }
      try {
        run = AdapterRun.start(settings, context);
      } catch (IOException e) {
        throw new ResourceAdapterInternalException(
            "Teleport cannot listen on %s, port %d (settings 'bindAddress' and 'port'): %s"
                .formatted(settings.node().bindAddress(), settings.node().port(), e.getMessage()),
            e);
      } catch (RejectedExecutionException e) {
        throw new ResourceAdapterInternalException(
            "Teleport cannot start: the container gives its node no threads", e);
      }
      endpoints.started(run);
      nodeListeners.started(run.node());
    }
    OwnClasses.load();
  }

  /**
   * Ends everything that was started: names are taken back, running deliveries and what was
   * accepted for sending get {@code shutdownTimeout} each, then sockets and memory are freed. Doing
   * so twice is harmless.
   */
  @Override
  public void stop() {
    AdapterRun ending;
    List<Activation> activations;
    synchronized (this) {
      ending = run;
      run = null;
      activations = endpoints.stopped();
    }
    if (ending != null) {
      nodeListeners.stopping(ending.shutdownTimeout());
      ending.stop(activations);
      nodeListeners.stopped();
    }
  }

  /**
   * Returns the node.
   *
   * @throws TeleportException if the adapter does not run
   */
  public LocalNode node() {
    return running().node();
  }

  /**
   * Returns how many bytes one transaction may hold for its commit.
   *
   * @throws TeleportException if the adapter does not run
   */
  public long transactionLimit() {
    return running().transactionLimit();
  }

  /**
   * Returns the container's transactions, if it lets them be watched.
   *
   * @throws TeleportException if the adapter does not run
   */
  public Optional<TransactionSynchronizationRegistry> transactions() {
    return running().transactions();
  }

  private AdapterRun running() {
    AdapterRun current = run;
    if (current == null) {
      throw new TeleportException("the node is not running: its resource adapter is stopped");
    }
    return current;
  }

  /**
   * Makes a message-driven bean receive, now or when the adapter starts.
   *
   * @throws ResourceException if the specification is wrong, or another bean has the name
   */
  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    if (spec instanceof TeleportNodeActivationSpec) {
      nodeListeners.activate(factory, spec);
      return;
    }
    if (!(spec instanceof TeleportActivationSpec teleportSpec)) {
      throw new NotSupportedException("not an activation of Teleport: " + spec);
    }
    teleportSpec.validate();
    endpoints.activate(factory, teleportSpec);
  }

  /** Ends what {@link #endpointActivation} began; waits for running deliveries, within a bound. */
  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    if (spec instanceof TeleportNodeActivationSpec) {
      AdapterRun current = run;
      nodeListeners.deactivate(
          factory, spec, current == null ? Duration.ZERO : current.shutdownTimeout());
    } else {
      endpoints.deactivate(factory, spec);
    }
  }

  /** Tells a listener which remote nodes come and go, now and after each start. */
  public NodeWatch watchNodes(TeleportNodeListener listener) {
    return nodeListeners.watch(listener);
  }

  /** Returns none: nothing here takes part in recovery. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  /** Prints the node's name; no secret. */
  @Override
  public String toString() {
    return "TeleportResourceAdapter[nodeName=%s]".formatted(text(Setting.NODE_NAME));
  }
}
