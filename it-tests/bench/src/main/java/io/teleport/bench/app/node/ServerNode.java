package io.teleport.bench.app.node;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.bench.role.NodeRoles;
import io.teleport.bench.role.Parallel;
import io.teleport.bench.wire.ConnectionWire;
import io.teleport.bench.wire.Parcel;
import io.teleport.bench.wire.StreamSink;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** This server as a node of the benchmark. Safe for use by any thread. */
@ApplicationScoped
public class ServerNode {

  @Inject private TeleportConnectionFactory factory;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ThreadFactory threads;

  private volatile NodeRoles roles;

  /** Returns the node's name. */
  String name() {
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.node().toString();
    }
  }

  /**
   * Carries out an order; {@code join SELF NODES} comes first.
   *
   * @see NodeRoles#carryOut
   */
  String carryOut(List<String> order) throws InterruptedException {
    if (order.get(0).equals("join")) {
      join(Integer.parseInt(order.get(1)), Integer.parseInt(order.get(2)));
      return "";
    }
    return roles.carryOut(order);
  }

  private void join(int self, int nodes) {
    UnitConnections connections = new UnitConnections(factory);
    roles =
        new NodeRoles(
            self,
            nodes,
            new ConnectionWire(self, nodes, connections),
            new Parallel(task -> threads.newThread(connections.holding(task))));
  }

  /** Returns what takes one body while it arrives. */
  StreamSink stream() {
    return roles.stream();
  }

  /** Takes a parcel. */
  void receive(Parcel parcel) {
    roles.receive(parcel);
  }
}
