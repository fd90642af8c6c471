package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.net.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * What the connections to Erlang nodes go by.
 *
 * @param name the local node
 * @param creation tells the incarnations of the local node apart; unsigned, 32 bits, and not small
 * @param cookie the secret that it shares with Erlang nodes
 * @param listenAt where to listen for them; port 0 for any
 * @param epmd where EPMD listens; null to go without it
 * @param extra what EPMD is to tell of this node, so that nodes of its kind know it
 * @param tickTime after how long without a sign of life a node counts as down, at least; as
 *     Erlang's {@code net_ticktime}
 * @param connectTimeout how long a sender waits for a connection, and how long a handshake may take
 * @param sendQueue how many bytes may wait for sending to one node
 * @param sendTimeout how long a sender waits for room in the queue
 * @param smallMessage up to how many bytes a message is held on the heap, and leaves as one packet
 * @param maxMessage up to how many bytes a received message is held at all
 * @param receiveWindow how many bytes of small messages one node may have under way
 * @param terms what a received term may ask for
 * @param takesTeleportSockets whether sockets of the Erlang teleport library are accepted, from the
 *     addresses of nodes that are connected, and opened to those that have it
 * @param bulkSockets how many such sockets to open to a node
 * @param teleportPort the port by which such sockets are accepted
 * @param ports where nodes listen that EPMD is not asked about
 * @param tls encrypts all connections to nodes; null to go without it
 * @param cookies the secrets that it shares with single nodes, in place of {@code cookie}
 */
public record ErlangSettings(
    NodeName name,
    int creation,
    String cookie,
    InetSocketAddress listenAt,
    InetSocketAddress epmd,
    String extra,
    Duration tickTime,
    Duration connectTimeout,
    long sendQueue,
    Duration sendTimeout,
    int smallMessage,
    long maxMessage,
    int receiveWindow,
    DecodeLimits terms,
    boolean takesTeleportSockets,
    int bulkSockets,
    int teleportPort,
    ErlangPorts ports,
    Tls tls,
    Map<NodeName, String> cookies) {

  /** Takes a copy. */
  public ErlangSettings {
    cookies = Map.copyOf(cookies);
  }

  /** Returns the secret that the local node shares with another one. */
  String cookieFor(NodeName node) {
    return cookies.getOrDefault(node, cookie);
  }

  /** Prints no cookie. */
  @Override
  public String toString() {
    return "ErlangSettings[name=" + name + "]";
  }
}
