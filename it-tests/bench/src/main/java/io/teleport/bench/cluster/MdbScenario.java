package io.teleport.bench.cluster;

import io.teleport.node.FreePorts;
import io.teleport.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Messages one way from one server to a message-driven bean in another, over this project and over
 * the server's own messaging, in the same two servers.
 */
final class MdbScenario implements Scenario {

  private static final long KIB = 1024;
  private static final int DEFAULT_SENDERS = 4;

  /** How far senders may be ahead of the bean, so that no queue overflows: all of them together. */
  private static final long MOST_BYTES = 32 * KIB * KIB;

  private static final int MOST_MESSAGES = 1024;
  private static final int LEAST_MESSAGES = 16;
  private static final double MIB = 1024 * 1024;

  /**
   * The server's messaging moves what waits in a queue to a file from 20 messages or 4 MB on, which
   * makes it slower, and failed under load. What may wait here fits into the heap.
   */
  private static final List<String> NO_SPILL =
      List.of(
          "-Dsib.msgstore.spillUpperLimit=1000000",
          "-Dsib.msgstore.spillUpperSizeLimit=1000000000");

  @Override
  public String name() {
    return "mdb";
  }

  @Override
  public String description() {
    return "messages one way to a message-driven bean in another server";
  }

  @Override
  public List<Mode> modes() {
    return List.of(Mode.LIBERTY);
  }

  @Override
  public List<String> jvm() {
    List<String> options = new ArrayList<>(Scenario.super.jvm());
    options.addAll(NO_SPILL);
    return options;
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 0, 0, 5, 1, 5).with(List.of(ClusterPeer.TELEPORT, ClusterPeer.JMS));
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    int threads = options.senders() > 0 ? options.senders() : DEFAULT_SENDERS;
    List<Long> sizes = options.bytes() > 0 ? List.of(options.bytes()) : List.of(KIB, KIB * KIB);
    return sizes.stream().map(bytes -> new Variant(threads, bytes)).toList();
  }

  @Override
  public String mainFigure() {
    return Figures.RATE_PER_S;
  }

  @Override
  public List<Cluster> start(ClusterOptions options, Path work)
      throws IOException, InterruptedException {
    int[] ports = FreePorts.find(2);
    String receiver = Integer.toString(ports[1]);
    List<Node> servers =
        ServerNodes.start(
            "teleport-bench-mdb",
            List.of(
                variables(Integer.toString(ports[0]), receiver, false),
                variables(receiver, receiver, true)),
            jvm());
    List<Cluster> clusters = new ArrayList<>();
    options.peers().forEach(peer -> clusters.add(new Cluster(peer, servers)));
    return clusters;
  }

  private static Map<String, String> variables(String port, String remote, boolean receives) {
    return Map.of(
        "bench.jmsPort",
        port,
        "bench.remotePort",
        remote,
        "bench.receives",
        Boolean.toString(receives));
  }

  private static Flow start(Cluster cluster, Variant variant) {
    return Flow.start(
        cluster,
        "%s %d %d %d"
            .formatted(
                cluster.peer().label(),
                variant.threads(),
                variant.bytes(),
                window(variant.bytes())));
  }

  private static long window(long bytes) {
    return Math.max(LEAST_MESSAGES, Math.min(MOST_MESSAGES, MOST_BYTES / bytes));
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Flow flow = start(cluster, variant);
    TimeUnit.SECONDS.sleep(1);
    flow.mark();
    TimeUnit.SECONDS.sleep(options.seconds());
    Map<String, Double> figures = new HashMap<>();
    figures.put(Figures.RATE_PER_S, flow.rate("messages"));
    figures.put(Figures.MIB_PER_S, flow.rate("bytes") / MIB);
    figures.put(Figures.LOST, flow.finish());
    figures.put(Figures.CORRUPT, flow.arrived("corrupt"));
    return figures;
  }

  @Override
  public String toString() {
    return name();
  }
}
