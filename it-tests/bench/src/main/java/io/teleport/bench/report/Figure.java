package io.teleport.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is measured in every round.
 *
 * @param name in the file, such as {@code busy_p99_us}
 * @param title for people
 * @param unit of the values
 * @param better which values are the better ones
 */
record Figure(String name, String title, String unit, Better better) implements Comparable<Figure> {

  /** Which of two values is the better one. */
  enum Better {
    MORE,
    LESS,
    /** It depends on what else is different. */
    UNDECIDED;

    boolean isGood(double ratio) {
      return this == MORE ? ratio >= 1 : ratio <= 1;
    }
  }

  /** What calls are measured by, from the usual to the worst. */
  static final List<String> LATENCIES = List.of("p50_us", "p99_us", "p999_us", "max_us");

  /** When calls are measured, as the first part of a name. */
  static final List<String> PHASES = List.of("", "idle_", "busy_");

  /** What must be nought. */
  static final List<String> LOSSES = List.of("lost", "corrupt");

  private static final List<String> ORDER =
      List.of(
          "mib_per_s",
          "rate_per_s",
          "ops_per_s",
          "bytes_per_op",
          "cpu_us_per_op",
          "idle",
          "busy",
          "p50_us",
          "p99_us",
          "p999_us",
          "max_us",
          "cpu_s",
          "compiler_s",
          "source_rss_mib",
          "target_rss_mib",
          "lost",
          "corrupt");

  /** Returns what is known of a figure; of one that is not, its name is the title. */
  static Figure named(String name) {
    for (String phase : PHASES.subList(1, PHASES.size())) {
      if (name.startsWith(phase)) {
        Figure inner = named(name.substring(phase.length()));
        String prefix = phase.substring(0, phase.length() - 1);
        return new Figure(
            name, prefix + ": " + inner.title.toLowerCase(Locale.ROOT), inner.unit, inner.better);
      }
    }
    return switch (name) {
      case "mib_per_s" -> new Figure(name, "Throughput", "MiB/s", Better.MORE);
      case "rate_per_s" -> new Figure(name, "Rate", "/s", Better.MORE);
      case "ops_per_s" -> new Figure(name, "Operations", "/s", Better.MORE);
      case "bytes_per_op" -> new Figure(name, "Heap allocated", "B/op", Better.LESS);
      case "cpu_us_per_op" -> new Figure(name, "Processor time", "µs/op", Better.LESS);
      case "p50_us" -> new Figure(name, "Median", "µs", Better.LESS);
      case "p99_us" -> new Figure(name, "99 %", "µs", Better.LESS);
      case "p999_us" -> new Figure(name, "99.9 %", "µs", Better.LESS);
      case "max_us" -> new Figure(name, "Maximum", "µs", Better.LESS);
      case "cpu_s" -> new Figure(name, "Processor time", "s", Better.UNDECIDED);
      case "compiler_s" -> new Figure(name, "The compiler's part of it", "s", Better.LESS);
      case "source_rss_mib" -> new Figure(name, "Most memory of the sender", "MiB", Better.LESS);
      case "target_rss_mib" -> new Figure(name, "Most memory of the receiver", "MiB", Better.LESS);
      case "lost" -> new Figure(name, "Lost", "", Better.LESS);
      case "corrupt" -> new Figure(name, "Corrupt", "", Better.LESS);
      default -> new Figure(name, name, "", Better.UNDECIDED);
    };
  }

  /** Returns the title with the unit behind it. */
  String titleAndUnit() {
    return unit.isEmpty() ? title : title + ", " + unit;
  }

  /** Returns the phase that the figure is of; empty if there are none. */
  Optional<String> phase() {
    return PHASES.subList(1, PHASES.size()).stream().filter(name::startsWith).findFirst();
  }

  /** Returns whether the figure is to be nought, so that there is nothing to compare. */
  boolean isLoss() {
    return LOSSES.contains(name);
  }

  private int place() {
    String key = phase().map(phase -> phase.substring(0, phase.length() - 1)).orElse(name);
    int at = ORDER.indexOf(key);
    int place = (at < 0 ? ORDER.size() : at) * ORDER.size();
    return phase()
        .map(phase -> place + named(name.substring(phase.length())).inner())
        .orElse(place);
  }

  private int inner() {
    return Math.max(0, ORDER.indexOf(name));
  }

  @Override
  public int compareTo(Figure other) {
    int byPlace = Integer.compare(place(), other.place());
    return byPlace != 0 ? byPlace : name.compareTo(other.name);
  }
}
