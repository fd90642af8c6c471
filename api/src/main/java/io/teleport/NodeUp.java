package io.teleport;

import java.util.Objects;

/**
 * A pool of sockets to a remote node is complete, and there was none to this life of it before; or
 * an Erlang node is connected.
 *
 * @param node the node
 * @param incarnation tells this life of the node from others
 */
public record NodeUp(NodeName node, long incarnation) implements NodeEvent {

  /** Refuses {@code null}. */
  public NodeUp {
    Objects.requireNonNull(node, "node");
  }
}
