package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds {@link NodeSettings} from the defaults; each method sets the value of the same name, which
 * is explained there. To be used by one thread.
 */
public final class NodeSettingsBuilder {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private final NodeName name;
  private final String cookie;
  private final Map<NodeName, InetSocketAddress> peers = new HashMap<>();
  private String bindAddress = "0.0.0.0";
  private int port = NodeSettings.DEFAULT_PORT;
  private int defaultPeerPort = NodeSettings.DEFAULT_PORT;
  private int bulkLoops;
  private int bulkSockets;
  private int smallMessage = 64 * KIB;
  private int fragmentSize = MIB;
  private long maxMessage = 32L * MIB;
  private int maxTerms = DecodeLimits.DEFAULT.terms();
  private long bufferMemory = 128L * MIB;
  private int receiveWindow = 4 * MIB;
  private long sendQueue = 128L * MIB;
  private Duration sendTimeout = Duration.ofSeconds(30);
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration reconnectDelayMax = Duration.ofSeconds(10);
  private Duration tickInterval = Duration.ofSeconds(5);
  private Duration peerTimeout = Duration.ofSeconds(20);
  private Duration retention = Duration.ofSeconds(10);
  private long deadLetterQueue = 4L * MIB;
  private Duration shutdownTimeout = Duration.ofSeconds(5);
  private ErlangOptions erlang = ErlangOptions.OFF;
  private TlsOptions tls = TlsOptions.NONE;

  NodeSettingsBuilder(NodeName name, String cookie) {
    this.name = name;
    this.cookie = cookie;
  }

  /** Sets {@link NodeSettings#bindAddress}. */
  public NodeSettingsBuilder bindAddress(String value) {
    bindAddress = value;
    return this;
  }

  /** Sets {@link NodeSettings#port}. */
  public NodeSettingsBuilder port(int value) {
    port = value;
    return this;
  }

  /** Sets {@link NodeSettings#defaultPeerPort}. */
  public NodeSettingsBuilder defaultPeerPort(int value) {
    defaultPeerPort = value;
    return this;
  }

  /** Sets {@link NodeSettings#bulkLoops}. */
  public NodeSettingsBuilder bulkLoops(int value) {
    bulkLoops = value;
    return this;
  }

  /** Sets {@link NodeSettings#bulkSockets}. */
  public NodeSettingsBuilder bulkSockets(int value) {
    bulkSockets = value;
    return this;
  }

  /** Sets {@link NodeSettings#smallMessage}. */
  public NodeSettingsBuilder smallMessage(int value) {
    smallMessage = value;
    return this;
  }

  /** Sets {@link NodeSettings#fragmentSize}. */
  public NodeSettingsBuilder fragmentSize(int value) {
    fragmentSize = value;
    return this;
  }

  /** Sets {@link NodeSettings#maxMessage}. */
  public NodeSettingsBuilder maxMessage(long value) {
    maxMessage = value;
    return this;
  }

  /** Sets {@link NodeSettings#maxTerms}. */
  public NodeSettingsBuilder maxTerms(int value) {
    maxTerms = value;
    return this;
  }

  /** Sets {@link NodeSettings#bufferMemory}. */
  public NodeSettingsBuilder bufferMemory(long value) {
    bufferMemory = value;
    return this;
  }

  /** Sets {@link NodeSettings#receiveWindow}. */
  public NodeSettingsBuilder receiveWindow(int value) {
    receiveWindow = value;
    return this;
  }

  /** Sets {@link NodeSettings#sendQueue}. */
  public NodeSettingsBuilder sendQueue(long value) {
    sendQueue = value;
    return this;
  }

  /** Sets {@link NodeSettings#sendTimeout}. */
  public NodeSettingsBuilder sendTimeout(Duration value) {
    sendTimeout = value;
    return this;
  }

  /** Sets {@link NodeSettings#connectTimeout}. */
  public NodeSettingsBuilder connectTimeout(Duration value) {
    connectTimeout = value;
    return this;
  }

  /** Sets {@link NodeSettings#reconnectDelayMax}. */
  public NodeSettingsBuilder reconnectDelayMax(Duration value) {
    reconnectDelayMax = value;
    return this;
  }

  /** Sets {@link NodeSettings#tickInterval}. */
  public NodeSettingsBuilder tickInterval(Duration value) {
    tickInterval = value;
    return this;
  }

  /** Sets {@link NodeSettings#peerTimeout}. */
  public NodeSettingsBuilder peerTimeout(Duration value) {
    peerTimeout = value;
    return this;
  }

  /** Sets {@link NodeSettings#retention}. */
  public NodeSettingsBuilder retention(Duration value) {
    retention = value;
    return this;
  }

  /** Sets {@link NodeSettings#deadLetterQueue}. */
  public NodeSettingsBuilder deadLetterQueue(long value) {
    deadLetterQueue = value;
    return this;
  }

  /** Sets {@link NodeSettings#shutdownTimeout}. */
  public NodeSettingsBuilder shutdownTimeout(Duration value) {
    shutdownTimeout = value;
    return this;
  }

  /** Sets {@link NodeSettings#erlang}. */
  public NodeSettingsBuilder erlang(ErlangOptions value) {
    erlang = value;
    return this;
  }

  /** Sets {@link NodeSettings#tls}. */
  public NodeSettingsBuilder tls(TlsOptions value) {
    tls = value;
    return this;
  }

  /** Adds one of {@link NodeSettings#peers}. */
  public NodeSettingsBuilder peer(NodeName peer, InetSocketAddress listensAt) {
    peers.put(peer, listensAt);
    return this;
  }

  /**
   * Returns the settings.
   *
   * @throws InvalidSettingException if one is out of its range
   */
  public NodeSettings build() {
    return SettingsCheck.checked(
        new NodeSettings(
            name,
            bindAddress,
            port,
            cookie,
            peers,
            defaultPeerPort,
            bulkLoops,
            bulkSockets,
            smallMessage,
            fragmentSize,
            maxMessage,
            maxTerms,
            bufferMemory,
            receiveWindow,
            sendQueue,
            sendTimeout,
            connectTimeout,
            reconnectDelayMax,
            tickInterval,
            peerTimeout,
            retention,
            deadLetterQueue,
            shutdownTimeout,
            erlang,
            tls));
  }
}
