package io.teleport.bench.cluster;

import io.teleport.bench.JsonLines;
import io.teleport.bench.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures a scenario: the nodes of all peers run all the time, and take turns round by round. */
public final class ClusterWorkload implements Workload {

  private static final double MILLIS = 1000;

  private final Scenario scenario;

  private ClusterWorkload(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Returns all of them. */
  public static List<Workload> all() {
    return Stream.of(
            new RingScenario(),
            new MixScenario(),
            new SmallScenario(),
            new CallScenario(),
            new StreamScenario())
        .<Workload>map(ClusterWorkload::new)
        .toList();
  }

  @Override
  public String name() {
    return scenario.name();
  }

  @Override
  public String usage() {
    ClusterOptions defaults = scenario.defaults();
    return """
    %s [--mode engine] [--peers LIST] [--nodes N] [--senders S] [--bytes B] [--rounds R]
         [--messages M] [--seconds T] [--json FILE]
      %s
      peers: %s; by default %d nodes, %d bytes (64k, 10m, 2g are understood), %d rounds
    """
        .formatted(
            name(),
            scenario.description(),
            defaults.peers().stream().map(ClusterPeer::label).collect(Collectors.joining(" ")),
            defaults.nodes(),
            defaults.bytes(),
            defaults.rounds());
  }

  @Override
  public void run(List<String> arguments, PrintStream out) throws Exception {
    ClusterOptions options = ClusterOptions.parse(arguments, scenario);
    ClusterReport report = new ClusterReport(scenario);
    List<Cluster> clusters = new ArrayList<>();
    Path work = Files.createTempDirectory("teleport-bench");
    try (JsonLines json = JsonLines.to(options.json())) {
      for (ClusterPeer peer : options.peers()) {
        clusters.add(Cluster.start(peer, options.nodes(), scenario.jvm(), work));
      }
      for (int threads : scenario.threads(options)) {
        List<ClusterOptions> warmUp = scenario.warmUp(options);
        // Rounds up to 0 warm up, and are not counted.
        for (int round = 1 - warmUp.size(); round <= options.rounds(); round++) {
          ClusterOptions how = round < 1 ? warmUp.get(warmUp.size() - 1 + round) : options;
          for (Cluster cluster : clusters) {
            Measured measured = measure(cluster, round, threads, how);
            out.println((round < 1 ? "warm-up " : "") + measured);
            if (round > 0) {
              report.add(measured);
              json.write(measured.json(name()));
            }
          }
          // Nobody is always the first, or always after the same other.
          Collections.rotate(clusters, 1);
        }
      }
      json.write(report.summary(options));
    } finally {
      close(clusters, work);
    }
    out.println();
    out.print(report.table());
    report.checkNothingWrong();
  }

  private Measured measure(Cluster cluster, int round, int threads, ClusterOptions options)
      throws InterruptedException {
    Duration before = cluster.processorTime();
    Map<String, Double> figures = new HashMap<>(scenario.round(cluster, threads, options));
    figures.put(Figures.CPU_S, cluster.processorTime().minus(before).toMillis() / MILLIS);
    return new Measured(cluster.peer(), round, threads, figures);
  }

  private static void close(List<Cluster> clusters, Path work) throws IOException {
    for (Cluster cluster : clusters) {
      cluster.close();
    }
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(work);
  }
}
