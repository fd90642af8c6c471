package io.teleport.bench.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small calls from one node to another, with one and with many callers. */
final class CallScenario implements Scenario {

  private static final int MILLIS = 1000;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public String description() {
    return "small calls, each caller waiting for its answer";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 0, 100, 5, 1, 3);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return Variant.of(options, 1, 16, 64);
  }

  @Override
  public List<ClusterOptions> warmUp(ClusterOptions options) {
    return List.of(options.lasting(1));
  }

  @Override
  public String mainFigure() {
    return Figures.RATE_PER_S;
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options) {
    Map<String, Double> answer =
        cluster
            .node(0)
            .obey(
                "call 1 %d %d %d"
                    .formatted(variant.threads(), options.bytes(), options.seconds() * MILLIS));
    Map<String, Double> figures = new HashMap<>();
    figures.put(Figures.RATE_PER_S, answer.get("rate"));
    Figures.LATENCIES.forEach((from, to) -> figures.put(to, answer.get(from)));
    // A call that is not answered, or wrongly, fails the round.
    figures.put(Figures.LOST, 0.0);
    return figures;
  }

  @Override
  public String toString() {
    return name();
  }
}
