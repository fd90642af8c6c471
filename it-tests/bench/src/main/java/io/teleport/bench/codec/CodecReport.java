package io.teleport.bench.codec;

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
import java.util.function.ToDoubleFunction;

/** Makes medians and ratios of what was measured. */
final class CodecReport {

  /** What one peer did with one case in one direction, in all rounds. */
  private record Line(CodecCase value, Direction direction, Peer peer) {}

  private final List<Peer> peers;
  private final Map<Line, List<Measurement>> measured = new LinkedHashMap<>();

  CodecReport(List<Peer> peers) {
    this.peers = peers;
  }

  void add(Measurement measurement) {
    Line line = new Line(measurement.value(), measurement.direction(), measurement.peer());
    measured.computeIfAbsent(line, key -> new ArrayList<>()).add(measurement);
  }

  /** Returns on what is measured, and which versions. */
  String head() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Java %s, %s, %d processors%n"
            .formatted(
                Runtime.version(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    peers.forEach(peer -> text.append("%s: %s%n".formatted(peer.label(), peer.version())));
    return text.toString();
  }

  /** Returns the medians of all peers, and how many times ours is each of the others. */
  String table() {
    TextTable table =
        new TextTable(
            3,
            "case",
            "direction",
            "peer",
            "ops/s",
            "B/op",
            "us CPU/op",
            "ops/s ours/its",
            "B/op ours/its",
            "CPU ours/its");
    measured.forEach(
        (line, rounds) ->
            table.row(
                line.value().label(),
                line.direction().label(),
                line.peer().label(),
                String.format(Locale.ROOT, "%,.1f", opsPerSecond(rounds)),
                String.format(Locale.ROOT, "%,.0f", bytesPerOp(rounds)),
                String.format(Locale.ROOT, "%,.2f", cpuMicrosPerOp(rounds)),
                ratio(line, CodecReport::opsPerSecond),
                ratio(line, CodecReport::bytesPerOp),
                ratio(line, CodecReport::cpuMicrosPerOp)));
    return table.toString();
  }

  /** Returns the last object of the JSON file. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("workload", "codec");
    summary.put("summary", true);
    summary.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    summary.put("machine", Machine.here().json());
    Map<String, String> versions = Versions.here();
    peers.forEach(peer -> versions.put(peer.label(), peer.version()));
    summary.put("versions", versions);
    summary.put(
        "results",
        measured.entrySet().stream()
            .map(entry -> summary(entry.getKey(), entry.getValue()))
            .toList());
    return summary;
  }

  private Map<String, Object> summary(Line line, List<Measurement> rounds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("case", line.value().label());
    json.put("direction", line.direction().label());
    json.put("peer", line.peer().label());
    json.put("rounds", rounds.size());
    json.put("ops_per_s", opsPerSecond(rounds));
    json.put("bytes_per_op", bytesPerOp(rounds));
    json.put("cpu_us_per_op", cpuMicrosPerOp(rounds));
    List<Measurement> ours = ours(line);
    if (ours != null) {
      json.put("ops_ratio", opsPerSecond(ours) / opsPerSecond(rounds));
      json.put("bytes_ratio", bytesPerOp(ours) / bytesPerOp(rounds));
      json.put("cpu_ratio", cpuMicrosPerOp(ours) / cpuMicrosPerOp(rounds));
    }
    return json;
  }

  private String ratio(Line line, ToDoubleFunction<List<Measurement>> figure) {
    List<Measurement> ours = ours(line);
    return ours == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%.2f",
            figure.applyAsDouble(ours) / figure.applyAsDouble(measured.get(line)));
  }

  /**
   * Returns what ours did where another is compared with it; null if there is nothing to compare.
   */
  private List<Measurement> ours(Line line) {
    return line.peer() == Peer.TELEPORT
        ? null
        : measured.get(new Line(line.value(), line.direction(), Peer.TELEPORT));
  }

  private static double opsPerSecond(List<Measurement> rounds) {
    return Median.of(rounds.stream().map(Measurement::opsPerSecond).toList());
  }

  private static double cpuMicrosPerOp(List<Measurement> rounds) {
    return Median.of(rounds.stream().map(Measurement::cpuMicrosPerOp).toList());
  }

  private static double bytesPerOp(List<Measurement> rounds) {
    return Median.of(rounds.stream().map(Measurement::bytesPerOp).toList());
  }
}
