package io.teleport.bench.cluster;

import java.util.List;
import java.util.Map;

/**
 * Every node has several senders; each sends a body around the ring of all other nodes, waits until
 * the last acknowledges it, and begins again.
 */
final class RingScenario implements Scenario {

  private static final double MIB = 1024 * 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "ring";
  }

  @Override
  public String description() {
    return "large messages around a ring of nodes, several senders on each";
  }

  @Override
  public ClusterOptions defaults() {
    return ClusterOptions.of(6, 8, 10 * 1024 * 1024, 5, 6, 1);
  }

  @Override
  public List<ClusterPeer> optionalPeers() {
    return List.of(ClusterPeer.BEST_EFFORT, ClusterPeer.MIXED);
  }

  @Override
  public List<Variant> variants(ClusterOptions options) {
    return List.of(new Variant(options.senders(), options.bytes()));
  }

  @Override
  public List<ClusterOptions> warmUp(ClusterOptions options) {
    return options.inBodiesOfAllSizes();
  }

  @Override
  public String mainFigure() {
    return Figures.MIB_PER_S;
  }

  @Override
  public Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options) {
    long begin = System.nanoTime();
    List<Map<String, Double>> answers =
        cluster.all(
            "ring %d %d %d".formatted(variant.threads(), options.bytes(), options.messages()));
    double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
    double messages = (double) variant.threads() * options.messages() * options.nodes();
    double moved = messages * (options.nodes() - 1) * options.bytes();
    return Map.of(
        Figures.MIB_PER_S,
        moved / MIB / seconds,
        Figures.LOST,
        Figures.sum(answers, Figures.LOST),
        Figures.CORRUPT,
        Figures.sum(answers, Figures.CORRUPT));
  }

  @Override
  public String toString() {
    return name();
  }
}
