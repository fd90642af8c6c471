package io.teleport.engine.erlang;

import io.teleport.NodeName;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where Erlang nodes listen that EPMD is not asked about, each at the host in its name.
 *
 * @param byName the ports of single nodes
 * @param others the port of all other nodes, as Erlang's {@code -erl_epmd_port}; 0 for none
 */
public record ErlangPorts(Map<NodeName, Integer> byName, int others) {

  /** EPMD is asked about all nodes. */
  public static final ErlangPorts NONE = new ErlangPorts(Map.of(), 0);

  /** Copies the map. */
  public ErlangPorts {
    byName = Map.copyOf(byName);
  }

  /** Returns whether nothing is known of any node. */
  public boolean isEmpty() {
    return byName.isEmpty() && others == 0;
  }

  /** Returns where a node listens, if it is known. */
  OptionalInt of(NodeName node) {
    int port = byName.getOrDefault(node, others);
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
