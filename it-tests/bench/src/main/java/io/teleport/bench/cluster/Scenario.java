package io.teleport.bench.cluster;

import java.util.List;
import java.util.Map;

/** What the nodes of one peer do in one round, and what comes out. */
interface Scenario {

  /** Returns the name of the workload. */
  String name();

  /** Returns what it does, for the help. */
  String description();

  /** Returns what is asked for when the command line does not say. */
  ClusterOptions defaults();

  /** Returns how large bodies may be. */
  default long mostBytes() {
    return 64L << 20;
  }

  /** Returns what the JVM of each node is started with. */
  default List<String> jvm() {
    return List.of("-Xms512m", "-Xmx512m", "-XX:MaxDirectMemorySize=1g");
  }

  /** Returns the numbers of threads to measure with, each on its own. */
  List<Integer> threads(ClusterOptions options);

  /** Returns the figure that peers are compared by first; more is better. */
  String mainFigure();

  /**
   * Returns what the rounds are asked for that warm up and are not counted, in order: the more
   * messages, the sooner all code is compiled.
   */
  default List<ClusterOptions> warmUp(ClusterOptions options) {
    return List.of(options, options);
  }

  /**
   * Runs a round.
   *
   * @return figures by name; {@code lost} and {@code corrupt} among them
   */
  Map<String, Double> round(Cluster cluster, int threads, ClusterOptions options)
      throws InterruptedException;
}
