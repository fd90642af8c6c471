package io.teleport;

/**
 * A remote node has come or gone. A {@link TeleportNodeListener} learns of it, and in an
 * application with CDI so does every observer: {@code void gone(@Observes NodeDown event)}.
 */
public sealed interface NodeEvent permits NodeUp, NodeDown {

  /** Returns the node. */
  NodeName node();

  /**
   * Returns what tells this life of the node from those before and after: another number each time
   * it starts, in no order.
   */
  long incarnation();
}
