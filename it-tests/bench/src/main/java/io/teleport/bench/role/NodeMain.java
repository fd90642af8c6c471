package io.teleport.bench.role;

import io.teleport.bench.wire.RawWire;
import io.teleport.bench.wire.TeleportWire;
import io.teleport.bench.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A node of a benchmark, a process of its own. It reads orders from standard input, a line each,
 * and answers each with a line that begins with {@value #ANSWER} or {@value #FAILURE}. It ends with
 * its input, so that none outlives the coordinator.
 *
 * <p>Arguments: {@code teleport} or {@code raw}, the index of this node, and the ports of all.
 */
public final class NodeMain {

  /** Begins the answer to an order that was carried out. */
  public static final String ANSWER = "@ok ";

  /** Begins the answer to an order that failed. */
  public static final String FAILURE = "@failed ";

  private final NodeRoles roles;

  private NodeMain(NodeRoles roles) {
    this.roles = roles;
  }

  /** Runs the node. */
  public static void main(String[] arguments) throws Exception {
    int self = Integer.parseInt(arguments[1]);
    int[] ports =
        Arrays.stream(arguments, 2, arguments.length).mapToInt(Integer::parseInt).toArray();
    Wire wire =
        switch (arguments[0]) {
          case "teleport" -> new TeleportWire(self, ports);
          case "raw" -> new RawWire(self, ports);
          default -> throw new IllegalArgumentException("no transport " + arguments[0]);
        };
    NodeRoles roles = new NodeRoles(self, ports.length, wire, Parallel.onDaemons());
    wire.start(roles::receive);
    new NodeMain(roles).obey();
    wire.close();
    System.exit(0);
  }

  private void obey() throws IOException {
    System.out.println(ANSWER + "ready");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String answer;
      try {
        answer = ANSWER + roles.carryOut(List.of(order.split(" ", -1)));
      } catch (Exception e) {
        e.printStackTrace();
        answer = FAILURE + e;
      }
      System.out.println(answer);
    }
  }
}
