package io.teleport.bench.cluster;

import io.teleport.demo.runner.FreePorts;
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

  private static final int KIB = 1024;
  private static final int DEFAULT_SENDERS = 4;
  private static final double MIB = 1024 * 1024;

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
  public List<ClusterPeer> peers() {
    return List.of(ClusterPeer.TELEPORT, ClusterPeer.JMS);
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 0, 0, 5, 1, 5);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    int threads = options.senders() > 0 ? options.senders() : DEFAULT_SENDERS;
    List<Integer> sizes = options.bytes() > 0 ? List.of(options.bytes()) : List.of(KIB, KIB * KIB);
    return sizes.stream().map(bytes -> new Variant(threads, bytes)).toList();
  }

  @Override
  public String mainFigure() {
    return Figures.RATE_PER_S;
  }

  @Override
  public List<Cluster> start(ClusterOptions options, Path work)
      throws IOException, InterruptedException {
    List<Integer> ports = FreePorts.find(2);
    String receiver = Integer.toString(ports.get(1));
    List<Node> servers =
        ServerNodes.start(
            "teleport-bench-mdb",
            List.of(
                variables(Integer.toString(ports.get(0)), receiver, false),
                variables(receiver, receiver, true)));
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

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Flow flow = Flow.start(cluster, cluster.peer().label(), variant.threads(), variant.bytes());
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
