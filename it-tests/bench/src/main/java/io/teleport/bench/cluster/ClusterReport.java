package io.teleport.bench.cluster;

import io.teleport.bench.Machine;
import io.teleport.bench.Median;
import io.teleport.bench.TextTable;
import io.teleport.bench.Versions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes medians and ratios of what was measured. */
final class ClusterReport {

  /** What one peer did with one variant, in all rounds. */
  private record Line(Variant variant, ClusterPeer peer) {}

  private final Scenario scenario;
  private final Mode mode;
  private final Map<Line, List<Measured>> measured = new LinkedHashMap<>();

  ClusterReport(Scenario scenario, Mode mode) {
    this.scenario = scenario;
    this.mode = mode;
  }

  void add(Measured one) {
    measured
        .computeIfAbsent(new Line(one.variant(), one.peer()), key -> new ArrayList<>())
        .add(one);
  }

  /**
   * Checks that all that was sent arrived, once and whole.
   *
   * @throws IllegalStateException if not
   */
  void checkNothingWrong() {
    measured.values().forEach(rounds -> rounds.forEach(Measured::checkNothingWrong));
  }

  /** Returns the medians of all peers, and how many times ours is each of the others. */
  String table() {
    TextTable table = new TextTable(2, "figure", "peer", "threads", "bytes", "median", "ours/its");
    measured.forEach(
        (line, rounds) -> {
          for (String figure : figures(rounds)) {
            table.row(
                figure + (figure.equals(scenario.mainFigure()) ? " *" : ""),
                line.peer().label(),
                Integer.toString(line.variant().threads()),
                Long.toString(line.variant().bytes()),
                String.format(Locale.ROOT, "%,.1f", median(rounds, figure)),
                ratio(line, figure));
          }
        });
    return table.toString();
  }

  private static Set<String> figures(List<Measured> rounds) {
    return new TreeSet<>(rounds.get(0).figures().keySet());
  }

  private static double median(List<Measured> rounds, String figure) {
    return Median.of(rounds.stream().map(one -> one.figures().get(figure)).toList());
  }

  private String ratio(Line line, String figure) {
    List<Measured> ours = measured.get(new Line(line.variant(), ClusterPeer.TELEPORT));
    double its = median(measured.get(line), figure);
    return ours == null || line.peer() == ClusterPeer.TELEPORT || its == 0
        ? ""
        : String.format(Locale.ROOT, "%.2f", median(ours, figure) / its);
  }

  /** Returns the last object of the JSON file. */
  Map<String, Object> summary(ClusterOptions options) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("workload", scenario.name());
    summary.put("mode", mode.label());
    summary.put("summary", true);
    summary.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    summary.put("machine", Machine.here().json());
    summary.put("versions", versions());
    summary.put("settings", options.settings());
    List<Map<String, Object>> results = new ArrayList<>();
    measured.forEach((line, rounds) -> results.add(summary(line, rounds)));
    summary.put("results", results);
    return summary;
  }

  private Map<String, String> versions() {
    Map<String, String> versions = Versions.here();
    measured.keySet().stream()
        .map(Line::peer)
        .distinct()
        .forEach(peer -> versions.putAll(peer.versions()));
    return versions;
  }

  private Map<String, Object> summary(Line line, List<Measured> rounds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peer", line.peer().label());
    json.put("threads", line.variant().threads());
    json.put("bytes", line.variant().bytes());
    json.put("rounds", rounds.size());
    Map<String, Double> medians = new TreeMap<>();
    Map<String, Double> ratios = new TreeMap<>();
    List<Measured> ours = measured.get(new Line(line.variant(), ClusterPeer.TELEPORT));
    for (String figure : figures(rounds)) {
      double its = median(rounds, figure);
      medians.put(figure, its);
      if (ours != null && line.peer() != ClusterPeer.TELEPORT && its != 0) {
        ratios.put(figure, median(ours, figure) / its);
      }
    }
    json.put("medians", medians);
    json.put("ratios", ratios);
    return json;
  }
}
