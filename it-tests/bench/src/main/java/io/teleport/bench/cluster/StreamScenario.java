package io.teleport.bench.cluster;

import io.teleport.node.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One body that is larger than the memory of all who handle it, while small calls go on between the
 * same two nodes.
 */
final class StreamScenario implements Scenario {

  private static final int CALL_BYTES = 100;
  private static final int MILLIS = 1000;
  private static final long WARM_UP = 4L << 30;
  private static final double MIB = 1024 * 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public String description() {
    return "a body larger than the memory, and small calls meanwhile, in JVMs of 256 MiB";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 1, 2L << 30, 3, 1, 2)
        .with(List.of(ClusterPeer.TELEPORT, ClusterPeer.RAW));
  }

  @Override
  public long mostBytes() {
    return 1L << 42;
  }

  @Override
  public List<ClusterOptions> warmUp(ClusterOptions options) {
    return List.of(options.with(Math.min(options.bytes(), WARM_UP)));
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx256m");
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return List.of(new Variant(1, options.bytes()));
  }

  @Override
  public String mainFigure() {
    return Figures.MIB_PER_S;
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Map<String, Double> figures = new HashMap<>();
    Node source = cluster.node(0);
    Node target = cluster.node(1);
    MixScenario.put(
        figures,
        "idle_",
        source.obey("call 1 1 %d %d".formatted(CALL_BYTES, options.seconds() * MILLIS)));
    double nanos = target.obey("counters").get("streamNanos");
    Flow flow = Flow.stream(cluster, options.bytes());
    MixScenario.put(figures, "busy_", source.obey("call-meanwhile 1 1 " + CALL_BYTES));
    figures.put(Figures.LOST, flow.finish() + Math.abs(options.bytes() - flow.arrived("bytes")));
    figures.put(Figures.CORRUPT, flow.arrived("corrupt"));
    double seconds = (target.obey("counters").get("streamNanos") - nanos) / NANOS_PER_SECOND;
    figures.put(Figures.MIB_PER_S, options.bytes() / MIB / seconds);
    figures.put(Figures.SOURCE_RSS_MIB, source.obey("memory").get("peak"));
    figures.put(Figures.TARGET_RSS_MIB, target.obey("memory").get("peak"));
    return figures;
  }

  @Override
  public String toString() {
    return name();
  }
}
