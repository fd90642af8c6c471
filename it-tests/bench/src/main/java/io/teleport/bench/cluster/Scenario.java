package io.teleport.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Returns what this project's nodes may run in, the usual first. */
  default List<Mode> modes() {
    return List.of(Mode.ENGINE, Mode.LIBERTY);
  }

  /** Returns the peers that are added by an option of the same name. */
  default List<ClusterPeer> optionalPeers() {
    return List.of();
  }

  /** Returns how large bodies may be. */
  default long mostBytes() {
    return 64L << 20;
  }

  /**
   * Returns what the JVM of each node is started with. The heap is touched at the start, as that of
   * a server that has run for a while is: else page faults would be counted as the cost of
   * messages.
   */
  default List<String> jvm() {
    return List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:MaxDirectMemorySize=1g");
  }

  /** Returns what to measure with, each on its own. */
  List<Variant> variants(ClusterOptions options);

  /** Returns the figure that peers are compared by first; more is better. */
  String mainFigure();

  /**
   * Returns what the rounds are asked for that warm up and are not counted, in order: the more
   * messages, the sooner all code is compiled. Each is repeated until it is; of the last, the peers
   * take turns.
   */
  default List<ClusterOptions> warmUp(ClusterOptions options) {
    return List.of(options);
  }

  /**
   * Starts the nodes of all peers.
   *
   * @param work where files may be put
   */
  default List<Cluster> start(ClusterOptions options, Path work)
      throws IOException, InterruptedException {
    List<Cluster> clusters = new ArrayList<>();
    boolean started = false;
    try {
      for (ClusterPeer peer : options.peers()) {
        clusters.add(start(peer, options, work));
      }
      started = true;
      return clusters;
    } finally {
      if (!started) {
        for (Cluster cluster : clusters) {
          cluster.close();
        }
      }
    }
  }

  /** Starts the nodes of one peer. */
  default Cluster start(ClusterPeer peer, ClusterOptions options, Path work)
      throws IOException, InterruptedException {
    return Cluster.start(peer, options.mode(), options.nodes(), jvm(), work);
  }

  /**
   * Runs a round.
   *
   * @return figures by name; {@code lost} and {@code corrupt} among them
   */
  Map<String, Double> round(Cluster cluster, Variant variant, ClusterOptions options)
      throws InterruptedException;
}
