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
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.transaction.xa.XAResource;

/**
 * The resource adapter: while it runs, the application server is a node.
 *
 * <p>Each setting is a config-property, given as text: sizes with or without a unit ({@code 64MiB},
 * {@code 65536}), durations with one ({@code 500ms}, {@code 5s}, {@code 2m}). MicroProfile Config
 * overrides them under {@code teleport.} and their name, where the server has it; so does the
 * environment, as in {@code TELEPORT_COOKIE}. Values are checked when the adapter starts.
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
public class TeleportResourceAdapter implements ResourceAdapter {

  private final Map<Setting, String> configured = new EnumMap<>(Setting.class);
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
      settings = AdapterSettings.read(configured, overrides);
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

  /**
   * Returns the name of the node, {@code alive@host}; empty for {@code teleport@} and the local
   * host's name.
   */
  public String getNodeName() {
    return text(Setting.NODE_NAME);
  }

  /**
   * Sets the name of the node, {@code alive@host}; empty for {@code teleport@} and the local host's
   * name.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "",
      description =
          "The node's name, alive@host; teleport@ and the local host's name if " + "empty.")
  public void setNodeName(String value) {
    set(Setting.NODE_NAME, value);
  }

  /** Returns the address of the network interface to listen on; {@code 0.0.0.0} for all. */
  public String getBindAddress() {
    return text(Setting.BIND_ADDRESS);
  }

  /** Sets the address of the network interface to listen on; {@code 0.0.0.0} for all. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "0.0.0.0",
      description = "The address of the network interface to listen on; 0.0.0.0 for all.")
  public void setBindAddress(String value) {
    set(Setting.BIND_ADDRESS, value);
  }

  /** Returns the TCP port to listen on, 0 to 65535; 0 lets the operating system choose. */
  public String getPort() {
    return text(Setting.PORT);
  }

  /** Sets the TCP port to listen on, 0 to 65535; 0 lets the operating system choose. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "7420",
      description =
          "The TCP port to listen on, 0 to 65535; 0 lets the operating system " + "choose.")
  public void setPort(String value) {
    set(Setting.PORT, value);
  }

  /**
   * Returns the secret of all nodes that may talk to each other; empty or weak only if the node
   * listens on a loopback address.
   */
  public String getCookie() {
    return text(Setting.COOKIE);
  }

  /**
   * Sets the secret of all nodes that may talk to each other; empty or weak only if the node
   * listens on a loopback address.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "",
      confidential = true,
      description =
          "The secret of all nodes that may talk to each other; may be empty only "
              + "with a loopback bindAddress.")
  public void setCookie(String value) {
    set(Setting.COOKIE, value);
  }

  /**
   * Returns where other nodes listen, if not at their name's host and {@code defaultPeerPort}:
   * {@code beta@h=10.0.0.2:7421, gamma@h=10.0.0.3:7420}.
   */
  public String getPeers() {
    return text(Setting.PEERS);
  }

  /**
   * Sets where other nodes listen, if not at their name's host and {@code defaultPeerPort}: {@code
   * beta@h=10.0.0.2:7421, gamma@h=10.0.0.3:7420}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "",
      description =
          "Where other nodes listen, if not at their name's host and "
              + "defaultPeerPort: node=host:port, separated by commas.")
  public void setPeers(String value) {
    set(Setting.PEERS, value);
  }

  /** Returns the port of nodes that are not in {@code peers}, 1 to 65535. */
  public String getDefaultPeerPort() {
    return text(Setting.DEFAULT_PEER_PORT);
  }

  /** Sets the port of nodes that are not in {@code peers}, 1 to 65535. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "7420",
      description = "The port of nodes that are not in peers, 1 to 65535.")
  public void setDefaultPeerPort(String value) {
    set(Setting.DEFAULT_PEER_PORT, value);
  }

  /**
   * Returns the number of I/O loops that serve the sockets of large messages, 1 to 64; 0 if it is
   * chosen by the number of processors.
   */
  public String getBulkLoops() {
    return text(Setting.BULK_LOOPS);
  }

  /**
   * Sets the number of I/O loops that serve the sockets of large messages, 1 to 64; 0 to have it
   * chosen by the number of processors.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "0",
      description =
          "I/O loops that serve the sockets of large messages, 1 to 64; 0: by the number of"
              + " processors.")
  public void setBulkLoops(String value) {
    set(Setting.BULK_LOOPS, value);
  }

  /**
   * Returns the number of sockets per remote node for large messages, 1 to 64; 0 if there is one
   * for each loop of {@code bulkLoops}, and two at least.
   */
  public String getBulkSockets() {
    return text(Setting.BULK_SOCKETS);
  }

  /**
   * Sets the number of sockets per remote node for large messages, 1 to 64; 0 for one for each loop
   * of {@code bulkLoops}, and two at least.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "0",
      description =
          "Sockets per remote node for large messages, 1 to 64; 0: one for each loop of bulkLoops,"
              + " and two at least.")
  public void setBulkSockets(String value) {
    set(Setting.BULK_SOCKETS, value);
  }

  /**
   * Returns up to how many bytes a message travels on the small lane, in one frame: {@code 1KiB} to
   * {@code 1MiB}.
   */
  public String getSmallMessage() {
    return text(Setting.SMALL_MESSAGE);
  }

  /**
   * Sets up to how many bytes a message travels on the small lane, in one frame: {@code 1KiB} to
   * {@code 1MiB}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "64KiB",
      description =
          "Up to how many bytes a message travels on the small lane, in one "
              + "frame: 1KiB to 1MiB.")
  public void setSmallMessage(String value) {
    set(Setting.SMALL_MESSAGE, value);
  }

  /**
   * Returns how many bytes of a large message go into one frame: {@code 64KiB} to {@code 16MiB}.
   */
  public String getFragmentSize() {
    return text(Setting.FRAGMENT_SIZE);
  }

  /** Sets how many bytes of a large message go into one frame: {@code 64KiB} to {@code 16MiB}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "1MiB",
      description = "How many bytes of a large message go into one frame: 64KiB to 16MiB.")
  public void setFragmentSize(String value) {
    set(Setting.FRAGMENT_SIZE, value);
  }

  /**
   * Returns up to how many bytes a received message is held in memory as a whole; larger ones are
   * streamed to the listener if they end in a binary, and refused otherwise; at most half of {@code
   * bufferMemory}.
   */
  public String getMaxMessage() {
    return text(Setting.MAX_MESSAGE);
  }

  /**
   * Sets up to how many bytes a received message is held in memory as a whole; larger ones are
   * streamed to the listener if they end in a binary, and refused otherwise; at most half of {@code
   * bufferMemory}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "32MiB",
      description =
          "Up to how many bytes a received message is held in memory; larger ones "
              + "are streamed to the listener.")
  public void setMaxMessage(String value) {
    set(Setting.MAX_MESSAGE, value);
  }

  /**
   * Returns how many terms a received message may consist of, each element counted, {@code 1000} to
   * {@code 500000000}: what bounds the heap that reading one takes.
   */
  public String getMaxTerms() {
    return text(Setting.MAX_TERMS);
  }

  /**
   * Sets how many terms a received message may consist of, each element counted, {@code 1000} to
   * {@code 500000000}: what bounds the heap that reading one takes.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "10000000",
      description =
          "How many terms a received message may consist of, each element counted: 1000 to "
              + "500000000.")
  public void setMaxTerms(String value) {
    set(Setting.MAX_TERMS, value);
  }

  /** Returns the bound of direct memory for received large messages, {@code 8MiB} at least. */
  public String getBufferMemory() {
    return text(Setting.BUFFER_MEMORY);
  }

  /** Sets the bound of direct memory for received large messages, {@code 8MiB} at least. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "128MiB",
      description = "Bound of direct memory for received large messages: at least 8MiB.")
  public void setBufferMemory(String value) {
    set(Setting.BUFFER_MEMORY, value);
  }

  /**
   * Returns how many bytes of small messages one sender may have under way to one name, and how
   * much of a streamed message is read ahead of its listener.
   */
  public String getReceiveWindow() {
    return text(Setting.RECEIVE_WINDOW);
  }

  /**
   * Sets how many bytes of small messages one sender may have under way to one name, and how much
   * of a streamed message is read ahead of its listener.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "4MiB",
      description =
          "How many bytes of small messages one sender may have under way to one "
              + "name, and how much of a streamed message is read ahead.")
  public void setReceiveWindow(String value) {
    set(Setting.RECEIVE_WINDOW, value);
  }

  /** Returns how many bytes may wait for sending to one node. */
  public String getSendQueue() {
    return text(Setting.SEND_QUEUE);
  }

  /** Sets how many bytes may wait for sending to one node. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "64MiB",
      description = "How many bytes may wait for sending to one node.")
  public void setSendQueue(String value) {
    set(Setting.SEND_QUEUE, value);
  }

  /** Returns how long a sender waits for room in the send queue, {@code 0s} to {@code 24h}. */
  public String getSendTimeout() {
    return text(Setting.SEND_TIMEOUT);
  }

  /** Sets how long a sender waits for room in the send queue, {@code 0s} to {@code 24h}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "30s",
      description = "How long a sender waits for room in the send queue: 0s to 24h.")
  public void setSendTimeout(String value) {
    set(Setting.SEND_TIMEOUT, value);
  }

  /** Returns how long a sender waits for the sockets to a node, {@code 10ms} to {@code 1h}. */
  public String getConnectTimeout() {
    return text(Setting.CONNECT_TIMEOUT);
  }

  /** Sets how long a sender waits for the sockets to a node, {@code 10ms} to {@code 1h}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "5s",
      description = "How long a sender waits for the sockets to a node: 10ms to 1h.")
  public void setConnectTimeout(String value) {
    set(Setting.CONNECT_TIMEOUT, value);
  }

  /** Returns the longest pause between two attempts to reach a node, {@code 10ms} to {@code 1h}. */
  public String getReconnectDelayMax() {
    return text(Setting.RECONNECT_DELAY_MAX);
  }

  /** Sets the longest pause between two attempts to reach a node, {@code 10ms} to {@code 1h}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "10s",
      description = "The longest pause between two attempts to reach a node: 10ms to 1h.")
  public void setReconnectDelayMax(String value) {
    set(Setting.RECONNECT_DELAY_MAX, value);
  }

  /** Returns how often an idle control socket shows that it lives, {@code 10ms} to {@code 1h}. */
  public String getTickInterval() {
    return text(Setting.TICK_INTERVAL);
  }

  /** Sets how often an idle control socket shows that it lives, {@code 10ms} to {@code 1h}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "5s",
      description = "How often an idle control socket shows that it lives: 10ms to 1h.")
  public void setTickInterval(String value) {
    set(Setting.TICK_INTERVAL, value);
  }

  /**
   * Returns how long a node to which no socket can be opened counts as up all the same, and what it
   * was sent and has not confirmed is kept, to be sent again; {@code 0s} to {@code 4h}.
   */
  public String getRetention() {
    return text(Setting.RETENTION);
  }

  /**
   * Sets how long a node to which no socket can be opened counts as up all the same, and what it
   * was sent and has not confirmed is kept, to be sent again; {@code 0s} to {@code 4h}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "10s",
      description =
          "How long a node to which no socket can be opened counts as up all the same, and what "
              + "it was sent and has not confirmed is kept, to be sent again: 0s to 4h.")
  public void setRetention(String value) {
    set(Setting.RETENTION, value);
  }

  /**
   * Returns after how long without a sign of life a socket counts as lost; at least twice {@code
   * tickInterval}.
   */
  public String getPeerTimeout() {
    return text(Setting.PEER_TIMEOUT);
  }

  /**
   * Sets after how long without a sign of life a socket counts as lost; at least twice {@code
   * tickInterval}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "20s",
      description =
          "After how long without a sign of life a socket counts as lost: at least "
              + "twice tickInterval.")
  public void setPeerTimeout(String value) {
    set(Setting.PEER_TIMEOUT, value);
  }

  /**
   * Returns how many bytes one transaction may hold for its commit; 0 and more. A file counts as
   * {@code 64KiB}.
   */
  public String getTransactionLimit() {
    return text(Setting.TRANSACTION_LIMIT);
  }

  /**
   * Sets how many bytes one transaction may hold for its commit; 0 and more. A file counts as
   * {@code 64KiB}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "64MiB",
      description = "How many bytes one transaction may hold for its commit.")
  public void setTransactionLimit(String value) {
    set(Setting.TRANSACTION_LIMIT, value);
  }

  /**
   * Returns how many bytes of dead letters may wait for the bean {@code teleport.dead-letters},
   * {@code 0} to {@code 1TiB}; the rest is counted and logged only.
   */
  public String getDeadLetterQueue() {
    return text(Setting.DEAD_LETTER_QUEUE);
  }

  /**
   * Sets how many bytes of dead letters may wait for the bean {@code teleport.dead-letters}, {@code
   * 0} to {@code 1TiB}; the rest is counted and logged only.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "4MiB",
      description =
          "How many bytes of dead letters may wait for the bean teleport.dead-letters; the rest is"
              + " counted and logged only.")
  public void setDeadLetterQueue(String value) {
    set(Setting.DEAD_LETTER_QUEUE, value);
  }

  /**
   * Returns how long a stopping node waits for running deliveries, and then for what was accepted
   * to leave, {@code 0s} to {@code 5m}.
   */
  public String getShutdownTimeout() {
    return text(Setting.SHUTDOWN_TIMEOUT);
  }

  /**
   * Sets how long a stopping node waits for running deliveries, and then for what was accepted to
   * leave, {@code 0s} to {@code 5m}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "5s",
      description =
          "How long a stopping node waits for running deliveries, and for what "
              + "was accepted to leave: 0s to 5m.")
  public void setShutdownTimeout(String value) {
    set(Setting.SHUTDOWN_TIMEOUT, value);
  }

  /** Returns how many threads of the container deliver messages at a time, 1 to 1024. */
  public String getDeliveryThreads() {
    return text(Setting.DELIVERY_THREADS);
  }

  /** Sets how many threads of the container deliver messages at a time, 1 to 1024. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "32",
      description = "How many threads of the container deliver messages at a time: 1 to " + "1024.")
  public void setDeliveryThreads(String value) {
    set(Setting.DELIVERY_THREADS, value);
  }

  /**
   * Returns for how long messages to a bean that was stopped wait for one of the same name, {@code
   * 0s} to {@code 1h}.
   */
  public String getRedeployGrace() {
    return text(Setting.REDEPLOY_GRACE);
  }

  /**
   * Sets for how long messages to a bean that was stopped, as its application is deployed anew,
   * wait for one of the same name, {@code 0s} to {@code 1h}; after that they are refused.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "30s",
      description =
          "For how long messages to a bean that was stopped wait for one of the same name: 0s to"
              + " 1h.")
  public void setRedeployGrace(String value) {
    set(Setting.REDEPLOY_GRACE, value);
  }

  /**
   * Returns whether the node is a hidden node of an Erlang cluster, {@code true} or {@code false}.
   */
  public String getErlang() {
    return text(Setting.ERLANG);
  }

  /** Sets whether the node is a hidden node of an Erlang cluster, {@code true} or {@code false}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "false",
      description = "Whether the node is a hidden node of an Erlang cluster: true or false.")
  public void setErlang(String value) {
    set(Setting.ERLANG, value);
  }

  /** Returns the secret shared with Erlang nodes; empty for that of all nodes. */
  public String getErlangCookie() {
    return text(Setting.ERLANG_COOKIE);
  }

  /** Sets the secret shared with Erlang nodes; empty for that of all nodes. */
  @ConfigProperty(
      type = String.class,
      description = "The secret shared with Erlang nodes; empty for the cookie of all nodes.",
      confidential = true)
  public void setErlangCookie(String value) {
    set(Setting.ERLANG_COOKIE, value);
  }

  /** Returns where EPMD listens on this host. */
  public String getEpmdAddress() {
    return text(Setting.EPMD_ADDRESS);
  }

  /** Sets where EPMD listens on this host. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "127.0.0.1",
      description = "Where EPMD listens on this host.")
  public void setEpmdAddress(String value) {
    set(Setting.EPMD_ADDRESS, value);
  }

  /** Returns the port of EPMD, on this host and on others; 0 to go without it. */
  public String getEpmdPort() {
    return text(Setting.EPMD_PORT);
  }

  /** Sets the port of EPMD, on this host and on others; 0 to go without it. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "4369",
      description = "The port of EPMD, on this host and on others; 0 to go without it.")
  public void setEpmdPort(String value) {
    set(Setting.EPMD_PORT, value);
  }

  /** Returns the TCP port to listen on for Erlang nodes; 0 lets the operating system choose. */
  public String getErlangPort() {
    return text(Setting.ERLANG_PORT);
  }

  /** Sets the TCP port to listen on for Erlang nodes; 0 lets the operating system choose. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "0",
      description =
          "The TCP port to listen on for Erlang nodes; 0 lets the operating system choose.")
  public void setErlangPort(String value) {
    set(Setting.ERLANG_PORT, value);
  }

  /**
   * Returns after how long without a sign of life an Erlang node counts as down, at least, as
   * Erlang's {@code net_ticktime}.
   */
  public String getErlangTickTime() {
    return text(Setting.ERLANG_TICK_TIME);
  }

  /**
   * Sets after how long without a sign of life an Erlang node counts as down, at least, as Erlang's
   * {@code net_ticktime}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "60s",
      description =
          "After how long without a sign of life an Erlang node counts as down, at least, as"
              + " Erlang's net_ticktime: 40ms to 1h.")
  public void setErlangTickTime(String value) {
    set(Setting.ERLANG_TICK_TIME, value);
  }

  /**
   * Returns whether sockets of the Erlang teleport library are accepted, from the addresses of
   * connected Erlang nodes, {@code true} or {@code false}.
   */
  public String getTeleportSockets() {
    return text(Setting.TELEPORT_SOCKETS);
  }

  /**
   * Sets whether sockets of the Erlang teleport library are accepted, from the addresses of
   * connected Erlang nodes, {@code true} or {@code false}.
   */
  @ConfigProperty(
      type = String.class,
      defaultValue = "false",
      description =
          "Whether sockets of the Erlang teleport library are accepted, from the addresses of "
              + "connected Erlang nodes: true or false.")
  public void setTeleportSockets(String value) {
    set(Setting.TELEPORT_SOCKETS, value);
  }

  /** Returns where Erlang nodes listen that EPMD is not asked about: {@code erl@host=9001,...}. */
  public String getErlangPorts() {
    return text(Setting.ERLANG_PORTS);
  }

  /** Sets where Erlang nodes listen that EPMD is not asked about: {@code erl@host=9001,...}. */
  @ConfigProperty(
      type = String.class,
      description =
          "Where Erlang nodes listen that EPMD is not asked about: erl@host=9001, more of them"
              + " separated by commas; *=9001 for all others.")
  public void setErlangPorts(String value) {
    set(Setting.ERLANG_PORTS, value);
  }

  /**
   * Returns whether the connections to Erlang nodes are encrypted, {@code true} or {@code false}.
   */
  public String getErlangTls() {
    return text(Setting.ERLANG_TLS);
  }

  /** Sets whether the connections to Erlang nodes are encrypted, {@code true} or {@code false}. */
  @ConfigProperty(
      type = String.class,
      defaultValue = "false",
      description =
          "Whether the connections to Erlang nodes are encrypted, as by -proto_dist inet_tls: true"
              + " or false.")
  public void setErlangTls(String value) {
    set(Setting.ERLANG_TLS, value);
  }

  /** Returns the path of the PKCS#12 or JKS file with this node's key and certificate. */
  public String getTlsKeyStore() {
    return text(Setting.TLS_KEY_STORE);
  }

  /** Sets the path of the PKCS#12 or JKS file with this node's key and certificate. */
  @ConfigProperty(
      type = String.class,
      description = "The path of the PKCS#12 or JKS file with this node's key and certificate.")
  public void setTlsKeyStore(String value) {
    set(Setting.TLS_KEY_STORE, value);
  }

  /** Returns the password of the key store. */
  public String getTlsKeyStorePassword() {
    return text(Setting.TLS_KEY_STORE_PASSWORD);
  }

  /** Sets the password of the key store. */
  @ConfigProperty(
      type = String.class,
      description = "The password of the key store.",
      confidential = true)
  public void setTlsKeyStorePassword(String value) {
    set(Setting.TLS_KEY_STORE_PASSWORD, value);
  }

  /** Returns the path of the PKCS#12 or JKS file with the certificates of trusted authorities. */
  public String getTlsTrustStore() {
    return text(Setting.TLS_TRUST_STORE);
  }

  /** Sets the path of the PKCS#12 or JKS file with the certificates of trusted authorities. */
  @ConfigProperty(
      type = String.class,
      description =
          "The path of the PKCS#12 or JKS file with the certificates of trusted authorities.")
  public void setTlsTrustStore(String value) {
    set(Setting.TLS_TRUST_STORE, value);
  }

  /** Returns the password of the trust store. */
  public String getTlsTrustStorePassword() {
    return text(Setting.TLS_TRUST_STORE_PASSWORD);
  }

  /** Sets the password of the trust store. */
  @ConfigProperty(
      type = String.class,
      description = "The password of the trust store.",
      confidential = true)
  public void setTlsTrustStorePassword(String value) {
    set(Setting.TLS_TRUST_STORE_PASSWORD, value);
  }

  /** Returns the secrets shared with single Erlang nodes: {@code erl@host=cookie,...}. */
  public String getErlangCookies() {
    return text(Setting.ERLANG_COOKIES);
  }

  /** Sets the secrets shared with single Erlang nodes: {@code erl@host=cookie,...}. */
  @ConfigProperty(
      type = String.class,
      description =
          "The secrets shared with single Erlang nodes, in place of erlangCookie:"
              + " erl@host=cookie, more of them separated by commas.",
      confidential = true)
  public void setErlangCookies(String value) {
    set(Setting.ERLANG_COOKIES, value);
  }

  private String text(Setting setting) {
    return configured.getOrDefault(setting, setting.defaultText());
  }

  private void set(Setting setting, String value) {
    if (value == null) {
      configured.remove(setting);
    } else {
      configured.put(setting, value);
    }
  }

  /** Two resource adapters are equal if they have the same settings (JCA 2.1, section 19.4.2). */
  @Override
  public final boolean equals(Object other) {
    return other instanceof TeleportResourceAdapter that && configured.equals(that.configured);
  }

  @Override
  public final int hashCode() {
    return configured.hashCode();
  }

  /** Prints the node's name; no secret. */
  @Override
  public String toString() {
    return "TeleportResourceAdapter[nodeName=%s]".formatted(text(Setting.NODE_NAME));
  }
}
