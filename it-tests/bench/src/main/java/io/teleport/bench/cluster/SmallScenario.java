package io.teleport.bench.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Small messages one way, as many as possible, counted where they are received. */
final class SmallScenario implements Scenario {

  private static final int WARM_UP_SECONDS = 2;

  @Override
  public String name() {
    return "small";
  }

  @Override
  public String description() {
    return "small messages one way, decoded and counted by the listener";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(2, 0, 100, 5, 1, 10);
  }

  @Override
  public List<ClusterPeer> optionalPeers() {
    return List.of(ClusterPeer.BEST_EFFORT);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return Variant.of(options, 1, 4);
  }

  @Override
  public List<ClusterOptions> warmUp(ClusterOptions options) {
    return List.of(options.lasting(Math.min(options.seconds(), WARM_UP_SECONDS)));
  }

  @Override
  public String mainFigure() {
    return Figures.RATE_PER_S;
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Flow flow = Flow.start(cluster, "SMALL 1 %d %d".formatted(variant.threads(), options.bytes()));
    TimeUnit.SECONDS.sleep(1);
    flow.mark();
    TimeUnit.SECONDS.sleep(options.seconds());
    double rate = flow.rate("messages");
    return Map.of(Figures.RATE_PER_S, rate, Figures.LOST, flow.finish());
  }

  @Override
  public String toString() {
    return name();
  }
}
