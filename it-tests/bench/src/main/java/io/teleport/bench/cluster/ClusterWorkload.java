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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures a scenario: the nodes of all peers run all the time, and take turns round by round. */
public final class ClusterWorkload implements Workload {

  private static final double MILLIS = 1000;

  /** How many rounds warm up a peer at the most: with one kind of them, and with the last kind. */
  private static final int MOST_ALONE = 60;

  private static final int MOST_IN_TURNS = 20;

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
            new StreamScenario(),
            new MdbScenario(),
            new ErlangScenario())
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
    %s [--mode %s] [--peers LIST] [--nodes N] [--senders S] [--bytes B] [--rounds R]
         [--messages M] [--seconds T] [--json FILE]%s
      %s
      peers: %s; by default %d nodes, %s bytes (64k, 10m, 2g are understood), %d rounds
    """
        .formatted(
            name(),
            labels(scenario.modes(), Mode::label, "|"),
            labels(scenario.optionalPeers(), peer -> " [--" + peer.label() + "]", ""),
            scenario.description(),
            labels(defaults.peers(), ClusterPeer::label, " "),
            defaults.nodes(),
            scenario.variants(defaults).stream()
                .map(variant -> Long.toString(variant.bytes()))
                .distinct()
                .collect(Collectors.joining(" and ")),
            defaults.rounds());
  }

  private static <T> String labels(List<T> all, Function<T, String> label, String separator) {
    return all.stream().map(label).collect(Collectors.joining(separator));
  }

  @Override
  public void run(List<String> arguments, PrintStream out) throws Exception {
    ClusterOptions options = ClusterOptions.parse(arguments, scenario);
    ClusterReport report = new ClusterReport(scenario, options.mode());
    List<Cluster> clusters = new ArrayList<>();
    Path work = Files.createTempDirectory("teleport-bench");
    try (JsonLines json = JsonLines.to(options.json())) {
      clusters.addAll(scenario.start(options, work));
      for (Variant variant : scenario.variants(options)) {
        warmUp(clusters, variant, options, out);
        for (int round = 1; round <= options.rounds(); round++) {
          for (Cluster cluster : clusters) {
            Measured measured = measure(cluster, round, variant, options);
            out.println(measured);
            report.add(measured);
            json.write(measured.json(name()));
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

  /**
   * Runs rounds that are not counted, of each kind that the scenario names: each peer alone but for
   * the last kind, where they take turns as they will when it counts. For what a node does when it
   * was idle, such as to forget what nobody used, is new to the compiler, too. Who asks for one
   * round wants a first look, and gets one of each.
   */
  private void warmUp(
      List<Cluster> clusters, Variant variant, ClusterOptions options, PrintStream out)
      throws InterruptedException {
    boolean brief = options.rounds() == 1;
    List<ClusterOptions> kinds = scenario.warmUp(options);
    int last = kinds.size() - 1;
    for (Cluster cluster : clusters) {
      for (ClusterOptions kind : kinds.subList(0, last)) {
        warmUp(List.of(cluster), variant, kind, brief ? 1 : MOST_ALONE, out);
      }
    }
    warmUp(clusters, variant, kinds.get(last), brief ? 1 : MOST_IN_TURNS, out);
  }

  /** Has peers take turns until all of them are warm. */
  private void warmUp(
      List<Cluster> clusters, Variant variant, ClusterOptions kind, int most, PrintStream out)
      throws InterruptedException {
    List<WarmUp> states = clusters.stream().map(cluster -> new WarmUp(most)).toList();
    do {
      for (int i = 0; i < clusters.size(); i++) {
        warmUpRound(states.get(i), clusters.get(i), variant, kind, out);
      }
    } while (states.stream().anyMatch(WarmUp::goesOn));
  }

  private void warmUpRound(
      WarmUp warmUp, Cluster cluster, Variant variant, ClusterOptions options, PrintStream out)
      throws InterruptedException {
    Measured measured = measure(cluster, 0, variant, options);
    out.println("warm-up " + measured);
    // A peer that has lost messages may wait for them in every round that follows.
    measured.checkNothingWrong();
    Map<String, Double> figures = measured.figures();
    warmUp.add(
        figures.get(scenario.mainFigure()),
        figures.get(Figures.COMPILER_S) / figures.get(Figures.CPU_S));
  }

  private Measured measure(Cluster cluster, int round, Variant variant, ClusterOptions options)
      throws InterruptedException {
    Duration before = cluster.processorTime();
    Duration compilerBefore = cluster.compilerTime();
    Map<String, Double> figures = new HashMap<>(scenario.round(cluster, variant, options));
    figures.put(Figures.CPU_S, cluster.processorTime().minus(before).toMillis() / MILLIS);
    // A thread of the compiler that has ended since takes its time with it.
    long compiler = Math.max(0, cluster.compilerTime().minus(compilerBefore).toMillis());
    figures.put(Figures.COMPILER_S, compiler / MILLIS);
    return new Measured(options.mode(), cluster.peer(), round, variant, figures);
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
