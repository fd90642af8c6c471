package io.teleport.engine.node;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.erlang.ErlangNodes;
import io.teleport.engine.observe.Log;
import io.teleport.engine.peer.Outbound;
import io.teleport.engine.peer.Peers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All other nodes, whichever way they are spoken to: Erlang nodes by their own protocol, if the
 * local node is a member of an Erlang cluster, the rest through pools of sockets. Safe for use by
 * any thread that may block; see {@link io.teleport.TeleportConnection} for exceptions.
 */
final class RemoteNodes {

  private final Peers peers;

  /** Null if the local node is no member of an Erlang cluster. */
  private final ErlangDialect erlang;

  /**
   * Creates it.
   *
   * @param erlang null if the local node is no member of an Erlang cluster
   */
  RemoteNodes(Peers peers, ErlangDialect erlang) {
    this.peers = peers;
    this.erlang = erlang;
  }

  /** Makes the local node known to others, where that takes more than to listen. */
  void begin() {
    if (erlang != null) {
      erlang.nodes().begin();
    }
  }

  /**
   * Accepts a message for sending. When this returns, the message's outcome will be told; when it
   * throws, it will not, and the payload is still the caller's. Blocks.
   *
   * @return what is left for the calling thread to do, which may block, too
   */
  Runnable send(NodeName node, Outbound message) {
    return isErlang(node) ? erlang.send(node, message) : peers.send(node, message);
  }

  private boolean isErlang(NodeName node) {
    return erlang != null && erlang.speaksTo(node);
  }

  /** Connects to nodes that are not connected, all at once where they have pools. */
  void connect(Collection<NodeName> nodes) {
    peers.connect(leftToPools(nodes));
  }

  /** Connects likewise, and makes sure that no process of a node is most probably gone. */
  void requireReachable(Collection<NodeName> nodes) {
    peers.requireReachable(leftToPools(nodes));
  }

  /**
   * Connects to nodes, and warms the sockets of those that have pools. If one cannot be reached,
   * the others are connected to all the same.
   */
  void prime(Collection<NodeName> nodes) {
    Map<Boolean, List<NodeName>> areErlang = areErlang(nodes);
    TeleportException failure = null;
    for (NodeName node : areErlang.get(true)) {
      try {
        erlang.nodes().connect(node);
      } catch (NodeDownException | AuthenticationException e) {
        failure = e;
      }
    }
    peers.prime(areErlang.get(false));
    if (failure != null) {
      throw failure;
    }
  }

  /** Connects to the Erlang nodes among some nodes; returns the others. */
  private Collection<NodeName> leftToPools(Collection<NodeName> nodes) {
    Map<Boolean, List<NodeName>> areErlang = areErlang(nodes);
    areErlang.get(true).forEach(node -> erlang.nodes().connect(node));
    return areErlang.get(false);
  }

  private Map<Boolean, List<NodeName>> areErlang(Collection<NodeName> nodes) {
    return nodes.stream().collect(Collectors.partitioningBy(this::isErlang));
  }

  /** Returns whether a node answers within the connect timeout. */
  boolean ping(NodeName node) {
    return isErlang(node) ? erlang.nodes().ping(node) : peers.ping(node);
  }

  /** Returns the nodes that are connected; the caller may change the set. Does not block. */
  Set<NodeName> connected() {
    Set<NodeName> nodes = peers.nodes();
    if (erlang != null) {
      nodes.addAll(erlang.nodes().nodes());
    }
    return nodes;
  }

  /** Returns where Erlang nodes are listened for, if they are. */
  Optional<InetSocketAddress> listeningForErlangAt() {
    return Optional.ofNullable(erlang).map(ErlangDialect::nodes).map(ErlangNodes::listeningAt);
  }

  /** Returns whether EPMD knows the local node now. */
  boolean isRegisteredWithEpmd() {
    return erlang != null && erlang.nodes().isRegistered();
  }

  /**
   * Says goodbye to all nodes and sends what was accepted, Erlang nodes first; each of the two
   * kinds gets that much time.
   */
  void close(Duration timeout) throws InterruptedException {
    if (erlang != null) {
      try {
        erlang.nodes().close(timeout);
      } catch (InterruptedException e) {
        peers.cut();
        throw e;
      }
    }
    int unconfirmed = peers.close(timeout);
    if (unconfirmed > 0) {
      Log.warn(
          "TLP1320",
          "%d messages were not confirmed within %d ms (shutdownTimeout); they may be lost"
              .formatted(unconfirmed, timeout.toMillis()));
    }
  }
}
