package io.teleport;

import java.util.Objects;

/**
 * A remote node is gone, as far as the local one can tell: it said goodbye or broke the protocol,
 * no socket to it could be opened for {@code retention}, or another life of it has begun; an Erlang
 * node, when its connection is lost. What it was sent and has not confirmed will not be sent again.
 *
 * @param node the node
 * @param incarnation the life that has ended, as {@link NodeUp} had it
 * @param reason what happened
 */
public record NodeDown(NodeName node, long incarnation, String reason) implements NodeEvent {

  /** Refuses {@code null}. */
  public NodeDown {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(reason, "reason");
  }
}
