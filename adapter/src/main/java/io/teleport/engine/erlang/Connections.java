package io.teleport.engine.erlang;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The connections that are up, one per node. May be read by any thread; they come and go on the
 * loop.
 */
final class Connections {

  private final ErlangSurroundings surroundings;
  private final Consumer<DistributionConnection> onGone;
  private final Map<NodeName, DistributionConnection> up = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /**
   * Creates an empty table.
   *
   * @param onGone told on the loop of each connection that has ended
   */
  Connections(ErlangSurroundings surroundings, Consumer<DistributionConnection> onGone) {
    this.surroundings = surroundings;
    this.onGone = onGone;
  }

  /** Returns the connection to a node, or null. */
  DistributionConnection get(NodeName node) {
    return up.get(node);
  }

  /** Returns a connection to a node of that address, or null. */
  DistributionConnection at(InetAddress address) {
    for (DistributionConnection connection : up.values()) {
      if (address.equals(connection.remoteAddress())) {
        return connection;
      }
    }
    return null;
  }

  /** Returns the nodes that are connected now. */
  Set<NodeName> names() {
    return new TreeSet<>(up.keySet());
  }

  /** Returns all of them, as they come and go. */
  Collection<DistributionConnection> all() {
    return Collections.unmodifiableCollection(up.values());
  }

  /** There will be no new ones. May be called by any thread. */
  void refuseNew() {
    closing = true;
  }

  /** Returns whether there will be no new ones. */
  boolean isClosing() {
    return closing;
  }

  /** Returns what is said to those who want a new one when there will be none. */
  NodeDownException stopping() {
    return new NodeDownException(
        "the local node " + surroundings.settings().name() + " is stopping");
  }

  /**
   * Makes a connection of a handshake that is done; it replaces the one that there was. Called on
   * the loop.
   *
   * @return null if there are to be no new ones; the socket is closed then
   */
  DistributionConnection add(HandshakeLink handshake, ErlangPeer peer) {
    NodeName node = peer.name();
    DistributionConnection connection =
        new DistributionConnection(surroundings, peer, handshake.link(), this::ended);
    handshake.handOver(connection);
    if (closing) {
      connection.close(null);
      return null;
    }
    connection.begin();
    DistributionConnection old = up.put(node, connection);
    if (old != null) {
      old.close(new IOException("the node has connected anew"));
    }
    Log.debug("TLP1427", "Erlang node up: %s, flags %s".formatted(node, peer.agreed()));
    surroundings.local().nodeUp(node, peer.creation());
    return connection;
  }

  private void ended(DistributionConnection connection, String reason) {
    if (up.remove(connection.name(), connection)) {
      Log.debug("TLP1428", "Erlang node down: %s: %s".formatted(connection.name(), reason));
      surroundings.local().nodeDown(connection.name(), connection.peer().creation(), reason);
      onGone.accept(connection);
    }
  }
}
