package io.teleport.chaos.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of all nodes over time. They go into a table, a line for each node and moment, as
 * they come. Used by one thread.
 */
public final class Samples {

  private static final int CURVE_ROWS = 12;

  private final Path table;
  private final List<Sample> all = new ArrayList<>();

  private record Sample(double seconds, int node, Map<Figure, Double> figures) {}

  /** Begins a table; one that is there is replaced. */
  public Samples(Path table) throws IOException {
    this.table = table;
    String columns =
        Stream.of(Figure.values()).map(Figure::column).collect(Collectors.joining(","));
    Files.writeString(table, "seconds,node," + columns + "\n");
  }

  /**
   * Adds the figures of a node.
   *
   * @param named figures by the names of columns, and others
   */
  public void add(double seconds, int node, Map<String, Double> named) throws IOException {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    StringBuilder line = new StringBuilder("%.0f,%d".formatted(seconds, node));
    for (Figure figure : Figure.values()) {
      Double value = named.get(figure.column());
      if (value == null) {
        throw new IllegalArgumentException("node %d says no %s".formatted(node, figure.column()));
      }
      figures.put(figure, value);
      line.append(",%.0f".formatted(value));
    }
    all.add(new Sample(seconds, node, figures));
    Files.writeString(table, line.append('\n'), java.nio.file.StandardOpenOption.APPEND);
  }

  /** Returns what grows that should not, in words; empty if nothing does. */
  public List<String> growth() {
    List<String> found = new ArrayList<>();
    for (int node : nodes()) {
      List<Sample> half = secondHalf(node);
      for (Figure figure : Figure.values()) {
        double growth = trend(half, sample -> sample.figures().get(figure));
        if (growth > figure.mostGrowth()) {
          found.add(
              String.format(
                  Locale.ROOT,
                  "%s of node %d grew by %.1f in the second half, %.1f are allowed",
                  figure.column(),
                  node,
                  growth / figure.unit(),
                  (double) figure.mostGrowth() / figure.unit()));
        }
      }
    }
    return found;
  }

  private int[] nodes() {
    return all.stream().mapToInt(Sample::node).distinct().sorted().toArray();
  }

  private List<Sample> secondHalf(int node) {
    double last = all.get(all.size() - 1).seconds();
    return all.stream().filter(s -> s.node() == node && s.seconds() >= last / 2).toList();
  }

  /**
   * Returns by how much a figure grows over some samples: the slope of least squares, times time.
   */
  private static double trend(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    if (samples.size() < 2) {
      return 0;
    }
    double meanTime = samples.stream().mapToDouble(Sample::seconds).average().orElseThrow();
    double mean = samples.stream().mapToDouble(figure).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (Sample sample : samples) {
      double time = sample.seconds() - meanTime;
      products += time * (figure.applyAsDouble(sample) - mean);
      squares += time * time;
    }
    double span = samples.get(samples.size() - 1).seconds() - samples.get(0).seconds();
    return squares == 0 ? 0 : products / squares * span;
  }

  /** Returns the curves of all figures, sums of all nodes, some moments of them, and the trend. */
  public String curve() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%8s", "minute"));
    for (Figure figure : Figure.values()) {
      text.append(' ').append(heading(figure));
    }
    List<Double> moments = all.stream().map(Sample::seconds).distinct().toList();
    int step = Math.max(1, (moments.size() - 1) / CURVE_ROWS);
    for (int i = 0; i < moments.size(); i += step) {
      appendRow(text, moments.get(i));
    }
    text.append(String.format(Locale.ROOT, "%n%8s", "growth"));
    for (Figure figure : Figure.values()) {
      double sum = 0;
      for (int node : nodes()) {
        sum += trend(secondHalf(node), sample -> sample.figures().get(figure));
      }
      text.append(' ').append(cell(figure, sum));
    }
    return text.toString();
  }

  private void appendRow(StringBuilder text, double moment) {
    text.append(String.format(Locale.ROOT, "%n%8.1f", moment / 60));
    for (Figure figure : Figure.values()) {
      double sum =
          all.stream()
              .filter(sample -> sample.seconds() == moment)
              .mapToDouble(sample -> sample.figures().get(figure))
              .sum();
      text.append(' ').append(cell(figure, sum));
    }
  }

  private static String heading(Figure figure) {
    return figure.column().replace("_bytes", "_MiB");
  }

  private static String cell(Figure figure, double value) {
    String format = "%" + heading(figure).length() + ".1f";
    return String.format(Locale.ROOT, format, value / figure.unit());
  }
}
