package io.teleport.bench.role;

import io.teleport.bench.wire.RawWire;
import io.teleport.bench.wire.TeleportWire;
import io.teleport.bench.wire.Wire;
import io.teleport.node.Orders;
import java.util.Arrays;

/**
 * A node of a benchmark, a process of its own, which takes {@link Orders}.
 *
 * <p>Arguments: {@code teleport}, {@code mixed} or {@code raw}, the index of this node, and the
 * ports of all.
 */
public final class NodeMain {

  /** The system property with the port of EPMD, for nodes of a mixed cluster. */
  public static final String EPMD_PORT = "bench.epmdPort";

  private NodeMain() {}

  /** Runs the node. */
  public static void main(String[] arguments) throws Exception {
    int self = Integer.parseInt(arguments[1]);
    int[] ports =
        Arrays.stream(arguments, 2, arguments.length).mapToInt(Integer::parseInt).toArray();
    Wire wire =
        switch (arguments[0]) {
          case "teleport" -> new TeleportWire(self, ports);
          case "best-effort" -> TeleportWire.bestEffort(self, ports);
          case "mixed" -> TeleportWire.mixed(self, ports, Integer.getInteger(EPMD_PORT));
          case "raw" -> new RawWire(self, ports);
          default -> throw new IllegalArgumentException("no transport " + arguments[0]);
        };
    NodeRoles roles = new NodeRoles(self, ports.length, wire, Parallel.onDaemons());
    wire.start(roles::receive, roles::stream);
    Orders.obey(roles::carryOut);
    wire.close();
    System.exit(0);
  }
}
