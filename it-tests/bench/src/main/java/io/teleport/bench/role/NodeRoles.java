package io.teleport.bench.role;

import io.teleport.bench.wire.Parcel;
import io.teleport.bench.wire.StreamSink;
import io.teleport.bench.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a node does: takes orders of the coordinator and parcels of other nodes. Orders come one
 * at a time, parcels on any thread.
 */
public final class NodeRoles {

  private final Wire wire;
  private final RingRole ring;
  private final FlowRole flow;
  private final CallRole call;

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param nodes how many there are
   * @param wire its means to reach the others
   * @param parallel runs its senders and callers
   */
  public NodeRoles(int self, int nodes, Wire wire, Parallel parallel) {
    this.wire = wire;
    this.ring = new RingRole(self, nodes, wire, parallel);
    this.flow = new FlowRole(self, wire, parallel);
    this.call = new CallRole(wire, parallel);
  }

  /** Takes a parcel, whose body belongs to this node from here on. */
  public void receive(Parcel parcel) {
    switch (parcel.kind()) {
      case RING -> ring.arrived(parcel);
      case ACK -> ring.acknowledged(parcel);
      case BULK, SMALL -> flow.arrived(parcel);
    }
  }

  /** Returns what takes one body while it arrives. */
  public StreamSink stream() {
    return flow.stream();
  }

  /**
   * Carries out an order and returns the answer, figures of the form {@code name=value}, separated
   * by blanks.
   *
   * @param order its words
   * @throws IllegalArgumentException if there is no such order
   * @throws IllegalStateException if it failed
   */
  public String carryOut(List<String> order) throws InterruptedException {
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
