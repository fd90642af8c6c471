package io.teleport.bench.cluster;

import io.teleport.node.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An Erlang node and what it talks to over its distribution: a node of this project, and, for
 * comparison, another Erlang node. First small calls of {@code gen_server}, then large messages one
 * way.
 */
final class ErlangScenario implements Scenario {

  private static final int MILLIS = 1000;
  private static final double MIB = 1024 * 1024;
  private static final int CALL_BYTES = 100;

  @Override
  public String name() {
    return "erlang";
  }

  @Override
  public String description() {
    return "an Erlang node that calls, and sends large messages to, a node of this project and"
        + " another Erlang node";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 0, 10L << 20, 5, 1, 2)
        .with(List.of(ClusterPeer.TELEPORT, ClusterPeer.ERLANG));
  }

  @Override
  public List<Mode> modes() {
    return List.of(Mode.ENGINE);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return Variant.of(options, 1, 4);
  }

  @Override
  public String mainFigure() {
    return Figures.RATE_PER_S;
  }

  @Override
  public Cluster start(ClusterPeer peer, ClusterOptions options, Path work)
      throws IOException, InterruptedException {
    if (!ClusterPeer.MIXED.isPresent()) {
      throw new UsageException("there is no Erlang on this machine");
    }
    ClusterPeer nodes = peer == ClusterPeer.TELEPORT ? ClusterPeer.MIXED : peer;
    return Cluster.start(nodes, options.mode(), options.nodes(), jvm(), work).as(peer);
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Map<String, Double> figures = new HashMap<>();
    Map<String, Double> calls =
        cluster
            .node(0)
            .obey(
                "gen-call 1 %d %d %d"
                    .formatted(variant.threads(), CALL_BYTES, options.seconds() * MILLIS));
    figures.put(Figures.RATE_PER_S, calls.get("rate"));
    Figures.LATENCIES.forEach((from, to) -> figures.put(to, calls.get(from)));
    Flow flow = Flow.start(cluster, "BULK 1 %d %d".formatted(variant.threads(), variant.bytes()));
    TimeUnit.MILLISECONDS.sleep(MILLIS / 2);
    flow.mark();
    TimeUnit.SECONDS.sleep(options.seconds());
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
