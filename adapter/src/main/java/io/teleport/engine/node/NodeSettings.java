package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.peer.PeerSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that can be set about a node. Immutable; values are checked when it is built.
 *
 * @param name the node's name
 * @param bindAddress the address of the network interface to listen on; {@code 0.0.0.0} for all
 * @param port the TCP port to listen on; 0 lets the operating system choose
 * @param cookie the shared secret of all nodes that may talk to each other; not printed
 * @param peers where nodes listen whose host part and the default port do not say so
 * @param defaultPeerPort the port of nodes that are not in {@code peers}
 * @param bulkLoops I/O loops that serve the sockets of large messages, each of which can keep one
 *     processor busy: 1 to 64; given as 0, it is chosen by the number of processors
 * @param bulkSockets sockets per remote node for large messages: 1 to 64; given as 0, one for each
 *     of the bulk loops, and two at least
 * @param smallMessage up to how many bytes a message travels on the small lane, in one frame: 1 KiB
 *     to 1 MiB
 * @param fragmentSize how many bytes of a large message go into one frame: 64 KiB to 16 MiB
 * @param maxMessage up to how many bytes a received message is held in memory as a whole; larger
 *     ones are streamed to the listener if they end in a binary, and refused otherwise
 * @param maxTerms how many terms a received message may consist of, each element counted: what
 *     bounds the heap that reading one takes
 * @param bufferMemory bound of direct memory for received large messages, in bytes
 * @param receiveWindow how many bytes of small messages one sender may have under way to one name,
 *     and how much of a streamed message is read ahead of its listener: 64 KiB at least
 * @param sendQueue how many bytes may wait for sending to one node; those to one name at the most
 *     as many as are left then
 * @param sendTimeout how long a sender waits for room in the queue
 * @param connectTimeout how long a sender waits for the pool of sockets to a node
 * @param reconnectDelayMax the longest pause between two attempts to reach a node
 * @param tickInterval how often an idle control socket shows that it lives
 * @param peerTimeout after how long without a sign of life a socket counts as lost
 * @param retention how long a node to which no socket can be opened counts as up all the same, and
 *     what it was sent and has not confirmed is kept, to be sent again
 * @param deadLetterQueue how many bytes of dead letters may wait for their listener; the rest is
 *     counted and logged only
 * @param shutdownTimeout how long a stopping node waits for what was accepted to leave
 * @param erlang whether and how the node is a member of an Erlang cluster
 * @param tls the node's key and certificate, and whom it trusts, where connections are encrypted
 */
public record NodeSettings(
    NodeName name,
    String bindAddress,
    int port,
    String cookie,
    Map<NodeName, InetSocketAddress> peers,
    int defaultPeerPort,
    int bulkLoops,
    int bulkSockets,
    int smallMessage,
    int fragmentSize,
    long maxMessage,
    int maxTerms,
    long bufferMemory,
    int receiveWindow,
    long sendQueue,
    Duration sendTimeout,
    Duration connectTimeout,
    Duration reconnectDelayMax,
    Duration tickInterval,
    Duration peerTimeout,
    Duration retention,
    long deadLetterQueue,
    Duration shutdownTimeout,
    ErlangOptions erlang,
    TlsOptions tls) {

  /** The port of a node unless said otherwise. */
  public static final int DEFAULT_PORT = 7420;

  /**
   * Checks that nothing is missing, and fills in what depends on the machine; ranges are checked by
   * {@link SettingsCheck}.
   */
  public NodeSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(bindAddress, "bindAddress");
    Objects.requireNonNull(cookie, "cookie");
    peers = Map.copyOf(peers);
    if (bulkLoops == 0) {
      bulkLoops = Scale.bulkLoops(Runtime.getRuntime().availableProcessors());
    }
    if (bulkSockets == 0) {
      bulkSockets = Scale.bulkSockets(bulkLoops);
    }
    Objects.requireNonNull(sendTimeout, "sendTimeout");
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    Objects.requireNonNull(reconnectDelayMax, "reconnectDelayMax");
    Objects.requireNonNull(tickInterval, "tickInterval");
    Objects.requireNonNull(peerTimeout, "peerTimeout");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(shutdownTimeout, "shutdownTimeout");
    Objects.requireNonNull(erlang, "erlang");
    Objects.requireNonNull(tls, "tls");
  }

  /** Returns the defaults for a node of that name and cookie. */
  public static NodeSettingsBuilder builder(NodeName name, String cookie) {
    return new NodeSettingsBuilder(name, cookie);
  }

  /**
   * Returns what a received term may ask for. A compressed one counts as large as what comes out of
   * it, which is held on the heap as a whole; so {@code maxMessage} is its bound.
   */
  public DecodeLimits decodeLimits() {
    return DecodeLimits.DEFAULT
        .withTerms(maxTerms)
        .withInflatedSize((int) Math.min(maxMessage, DecodeLimits.MAX_INFLATED_SIZE));
  }

  /**
   * Returns what the pools of sockets go by.
   *
   * @param incarnation tells this run of the node from those before
   */
  PeerSettings forPeers(long incarnation) {
    return new PeerSettings(
        name,
        incarnation,
        cookie,
        new NodeHello.Limits(smallMessage, fragmentSize, maxMessage, receiveWindow),
        decodeLimits(),
        bulkSockets,
        sendQueue,
        sendTimeout,
        connectTimeout,
        reconnectDelayMax,
        tickInterval,
        peerTimeout,
        retention);
  }

  /** Prints everything but the cookie. */
  @Override
  public String toString() {
    return "NodeSettings[name=%s, bindAddress=%s, port=%d]".formatted(name, bindAddress, port);
  }
}
