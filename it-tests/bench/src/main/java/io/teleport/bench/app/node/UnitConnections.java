package io.teleport.bench.app.node;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.bench.wire.Connections;

/**
 * A connection for each unit of work, from the container's pool: a thread of the workload has one
 * as long as it runs, a bean has one while it sends.
 */
final class UnitConnections implements Connections {

  /** The connection of a thread that has one as long as it runs. */
  private static final ThreadLocal<TeleportConnection> HELD = new ThreadLocal<>();

  private final TeleportConnectionFactory factory;

  UnitConnections(TeleportConnectionFactory factory) {
    this.factory = factory;
  }

  /** Returns a task that has one connection as long as it runs. */
  Runnable holding(Runnable task) {
    return () -> {
      try (TeleportConnection connection = factory.getConnection()) {
        HELD.set(connection);
        task.run();
      } finally {
        HELD.remove();
      }
    };
  }

  @Override
  public TeleportConnection take() {
    TeleportConnection mine = HELD.get();
    return mine != null ? mine : factory.getConnection();
  }

  @Override
  public void giveBack(TeleportConnection connection) {
    if (HELD.get() == null) {
      connection.close();
    }
  }
}
