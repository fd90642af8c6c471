package io.teleport.bench.cluster;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one peer did in one round.
 *
 * @param mode what this project's nodes run in
 * @param peer who
 * @param round which, from 1
 * @param variant with what
 * @param figures by name
 */
record Measured(
    Mode mode, ClusterPeer peer, int round, Variant variant, Map<String, Double> figures) {

  /**
   * Checks that all that was sent arrived, once and whole.
   *
   * @throws IllegalStateException if not
   */
  void checkNothingWrong() {
    double wrong =
        figures.getOrDefault(Figures.LOST, 0.0) + figures.getOrDefault(Figures.CORRUPT, 0.0);
    if (wrong > 0) {
      throw new IllegalStateException("messages lost or corrupt: " + this);
    }
  }

  /** Returns the object of the JSON file. */
  Map<String, Object> json(String workload) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("workload", workload);
    json.put("mode", mode.label());
    json.put("peer", peer.label());
    json.put("round", round);
    json.put("threads", variant.threads());
    json.put("bytes", variant.bytes());
    json.putAll(new TreeMap<>(figures));
    return json;
  }

  @Override
  public String toString() {
    return "round %d, %s, threads %d, bytes %d: %s"
        .formatted(
            round,
            peer.label(),
            variant.threads(),
            variant.bytes(),
            new TreeMap<>(figures)
                .entrySet().stream()
                    .map(
                        figure ->
                            String.format(
                                Locale.ROOT, "%s %,.1f", figure.getKey(), figure.getValue()))
                    .collect(Collectors.joining(", ")));
  }
}
