package io.teleport.bench.cluster;

import java.util.List;
import java.util.Map;

/** The names of figures, and sums of them. */
final class Figures {

  static final String MIB_PER_S = "mib_per_s";
  static final String RATE_PER_S = "rate_per_s";
  static final String LOST = "lost";
  static final String CORRUPT = "corrupt";
  static final String CPU_S = "cpu_s";
  static final String COMPILER_S = "compiler_s";
  static final String SOURCE_RSS_MIB = "source_rss_mib";
  static final String TARGET_RSS_MIB = "target_rss_mib";

  /** What nodes call the figures of calls, and what reports call them. */
  static final Map<String, String> LATENCIES =
      Map.of("p50", "p50_us", "p99", "p99_us", "p999", "p999_us", "max", "max_us");

  private Figures() {}

  static double sum(List<Map<String, Double>> answers, String name) {
    return answers.stream().mapToDouble(answer -> answer.get(name)).sum();
  }
}
