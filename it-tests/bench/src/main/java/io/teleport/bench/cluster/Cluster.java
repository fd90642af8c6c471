package io.teleport.bench.cluster;

import io.teleport.node.FreePorts;
import io.teleport.node.Node;
import io.teleport.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The nodes of one peer. To be used by one thread. */
final class Cluster implements AutoCloseable {

  private static final int NO_EPMD = 0;

  private final ClusterPeer peer;
  private final int epmdPort;
  private final List<Node> nodes;

  private Cluster(ClusterPeer peer, int epmdPort, List<Node> nodes) {
    this.peer = peer;
    this.epmdPort = epmdPort;
    this.nodes = nodes;
  }

  /** Takes nodes that run already. */
  Cluster(ClusterPeer peer, List<Node> nodes) {
    this(peer, NO_EPMD, nodes);
  }

  /**
   * Starts the nodes and opens the ways between them.
   *
   * @param peer whose nodes
   * @param mode what they run in, if they are this project's
   * @param count how many
   * @param jvm what each JVM is started with
   * @param work where files may be put
   */
  static Cluster start(ClusterPeer peer, Mode mode, int count, List<String> jvm, Path work)
      throws IOException, InterruptedException {
    if (peer == ClusterPeer.TELEPORT && mode == Mode.LIBERTY) {
      return inServers(count, jvm);
    }
    return processes(peer, count, jvm, work);
  }

  private static Cluster inServers(int count, List<String> jvm)
      throws IOException, InterruptedException {
    List<Node> nodes =
        ServerNodes.start("teleport-bench-node", Collections.nCopies(count, Map.of()), jvm);
    Cluster cluster = new Cluster(ClusterPeer.TELEPORT, nodes);
    boolean started = false;
    try {
      for (int i = 0; i < count; i++) {
        nodes.get(i).obey("join %d %d".formatted(i, count));
      }
      nodes.forEach(node -> node.obey("prime"));
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private static Cluster processes(ClusterPeer peer, int count, List<String> jvm, Path work)
      throws IOException {
    int[] ports = FreePorts.find(count + 1);
    int epmdPort = peer.hasErlang() ? ports[count] : NO_EPMD;
    Cluster cluster = new Cluster(peer, epmdPort, new ArrayList<>());
    int[] nodePorts = java.util.Arrays.copyOf(ports, count);
    boolean started = false;
    try {
      for (int i = 0; i < count; i++) {
        cluster.nodes.add(
            new NodeProcess(peer.label() + " " + i, peer.node(i, nodePorts, epmdPort, jvm, work)));
      }
      cluster.nodes.forEach(node -> node.obey("prime"));
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  /** Returns the same nodes under the name of another peer. */
  Cluster as(ClusterPeer other) {
    return new Cluster(other, epmdPort, nodes);
  }

  ClusterPeer peer() {
    return peer;
  }

  Node node(int index) {
    return nodes.get(index);
  }

  /** Gives all nodes an order at the same time and waits for all answers. */
  List<Map<String, Double>> all(String order) {
    nodes.forEach(node -> node.order(order));
    return nodes.stream().map(Node::answer).toList();
  }

  /** Returns the processor time that all nodes have used. */
  Duration processorTime() {
    return nodes.stream().map(Node::processorTime).reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns how much of it their just-in-time compilers have used, as far as that is known. */
  Duration compilerTime() {
    return nodes.stream().map(Node::compilerTime).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() throws IOException {
    for (Node node : nodes) {
      node.end();
    }
    for (Node node : nodes) {
      node.close();
    }
    if (epmdPort != NO_EPMD) {
      // The port mapper was started by the first node, on a port of its own.
      new ProcessBuilder("epmd", "-port", Integer.toString(epmdPort), "-kill")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }
}
