package io.teleport.bench.role;

import io.teleport.bench.wire.Parcel;
import io.teleport.bench.wire.RawWire;
import io.teleport.bench.wire.TeleportWire;
import io.teleport.bench.wire.Wire;
import io.teleport.node.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of a benchmark, a process of its own, which takes {@link Orders}.
 *
 * <p>Arguments: {@code teleport} or {@code raw}, the index of this node, and the ports of all.
 */
public final class NodeMain {

  private final Wire wire;
  private final RingRole ring;
  private final FlowRole flow;
  private final CallRole call;

  private NodeMain(int self, int nodes, Wire wire) {
    this.wire = wire;
    this.ring = new RingRole(self, nodes, wire);
    this.flow = new FlowRole(self, wire);
    this.call = new CallRole(wire);
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
    NodeMain node = new NodeMain(self, ports.length, wire);
    wire.start(node::receive, node.flow::stream);
    Orders.obey(node::carryOut);
    wire.close();
    System.exit(0);
  }

  private void receive(Parcel parcel) {
    switch (parcel.kind()) {
      case RING -> ring.arrived(parcel);
      case ACK -> ring.acknowledged(parcel);
      case BULK, SMALL -> flow.arrived(parcel);
    }
  }

  private String carryOut(List<String> order) throws InterruptedException {
    return switch (order.get(0)) {
      case "prime" -> {
        wire.prime();
        yield "";
      }
      case "ring" -> ring.run(number(order, 1), number(order, 2), number(order, 3));
      case "call" ->
          call.run(number(order, 1), number(order, 2), number(order, 3), number(order, 4));
      case "flow" -> {
        flow.start(
            Parcel.Kind.valueOf(order.get(1)),
            number(order, 2),
            number(order, 3),
            number(order, 4));
        yield "";
      }
      case "stream" -> {
        flow.startStream(number(order, 1), Long.parseLong(order.get(2)));
        yield "";
      }
      case "call-meanwhile" ->
          call.run(number(order, 1), number(order, 2), number(order, 3), flow::isSending);
      case "memory" -> "peak=" + peakMemory();
      case "stop" -> flow.stop();
      case "counters" -> flow.counters();
      default -> throw new IllegalArgumentException("no order " + order.get(0));
    };
  }

  /** Returns how much memory the process held at the most, in MiB, as the system sees it. */
  private static long peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // Not a Linux system: the figure is left out.
      return 0;
    }
  }

  private static int number(List<String> order, int index) {
    return Integer.parseInt(order.get(index));
  }
}
