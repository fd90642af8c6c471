package io.teleport.bench.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Small calls, first alone, then while large messages flow between the same two nodes. */
final class MixScenario implements Scenario {

  private static final int CALL_BYTES = 100;
  private static final int MILLIS = 1000;
  private static final double MIB = 1024 * 1024;

  @Override
  public String name() {
    return "mix";
  }

  @Override
  public String description() {
    return "small calls, idle and while large messages flow";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 4, 10 * 1024 * 1024, 5, 1, 4);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return List.of(new Variant(options.senders(), options.bytes()));
  }

  @Override
  public List<ClusterOptions> warmUp(ClusterOptions options) {
    return options.lasting(1).inBodiesOfAllSizes();
  }

  @Override
  public String mainFigure() {
    return Figures.MIB_PER_S;
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Map<String, Double> figures = new HashMap<>();
    String calls = "call 1 1 %d %d".formatted(CALL_BYTES, options.seconds() * MILLIS);
    put(figures, "idle_", cluster.node(0).obey(calls));
    Flow flow = Flow.start(cluster, "BULK 1 %d %d".formatted(variant.threads(), options.bytes()));
    TimeUnit.MILLISECONDS.sleep(500);
    flow.mark();
    put(figures, "busy_", cluster.node(0).obey(calls));
    figures.put(Figures.MIB_PER_S, flow.rate("bytes") / MIB);
    figures.put(Figures.LOST, flow.finish());
    figures.put(Figures.CORRUPT, flow.arrived("corrupt"));
    return figures;
  }

  static void put(Map<String, Double> figures, String prefix, Map<String, Double> answer) {
    // How many calls the percentiles are of: with a thousand a round, the 99.9th is but the
    // slowest.
    figures.put(prefix + Figures.RATE_PER_S, answer.get("rate"));
    Figures.LATENCIES.forEach((from, to) -> figures.put(prefix + to, answer.get(from)));
  }

  @Override
  public String toString() {
    return name();
  }
}
