package io.teleport.bench.app.node;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.bench.wire.Connections;

/**
 * A connection for each unit of work, from the container's pool: a thread of the workload has one
 * as long as it runs, a bean has one while it sends.
 */
final class UnitConnections implements Connections {

  private final TeleportConnectionFactory factory;

  /** The connection of a thread that has one as long as it runs. */
  private final ThreadLocal<TeleportConnection> held = new ThreadLocal<>();

  UnitConnections(TeleportConnectionFactory factory) {
    this.factory = factory;
  }

  /** Returns a task that has one connection as long as it runs. */
  Runnable holding(Runnable task) {
    return () -> {
      try (TeleportConnection connection = factory.getConnection()) {
        held.set(connection);
        task.run();
      } finally {
        held.remove();
      }
    };
  }

  @Override
  public TeleportConnection take() {
    TeleportConnection mine = held.get();
    return mine != null ? mine : factory.getConnection();
  }

  @Override
  public void giveBack(TeleportConnection connection) {
    if (held.get() == null) {
      connection.close();
    }
  }
}
