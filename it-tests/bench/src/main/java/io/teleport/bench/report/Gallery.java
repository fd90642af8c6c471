package io.teleport.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;

/** Chooses the charts that tell what came out of a run. */
final class Gallery {

  private static final String CASE = "case";
  private static final String DIRECTION = "direction";

  /** With more between them, the bars of one variant are too small to be seen beside another's. */
  private static final double MOST_TIMES_IN_ONE_CHART = 20;

  private static final int MOST_BARS_IN_NARROW_CHART = 5;

  private static final List<String> PERCENTILES = List.of("50 %", "99 %", "99.9 %", "max");

  private final Run run;

  Gallery(Run run) {
    this.run = run;
  }

  /** Returns the charts, in the order in which they should stand. */
  List<CategoryChart> charts() {
    if (run.variants().stream().allMatch(variant -> variant.members().containsKey(CASE))) {
      return cases();
    }
    List<CategoryChart> charts = new ArrayList<>();
    throughput().ifPresent(figure -> charts.addAll(bars(figure)));
    charts.addAll(latencies());
    return charts;
  }

  /** Returns what to compare peers by. Of messages and of bytes a second, one chart says all. */
  private Optional<Figure> throughput() {
    List<Figure> figures = run.figures();
    return Stream.of("rate_per_s", "mib_per_s")
        .map(Figure::named)
        .filter(figures::contains)
        .findFirst();
  }

  /** Many values that have nothing in common: points over a logarithmic axis. */
  private List<CategoryChart> cases() {
    List<CategoryChart> charts = new ArrayList<>();
    Figure figure = Figure.named("ops_per_s");
    List<String> directions =
        run.variants().stream().map(variant -> variant.member(DIRECTION)).distinct().toList();
    for (String direction : directions) {
      List<Variant> variants =
          run.variants().stream()
              .filter(variant -> variant.member(DIRECTION).equals(direction))
              .toList();
      List<String> names = variants.stream().map(variant -> variant.member(CASE)).toList();
      ChartData values =
          data(direction + ": operations a second", "", variants, names, run.peers(), logs(figure));
      if (!values.isEmpty()) {
        charts.add(Charts.points(values, Charts.WIDE, Quantity::brief));
      }
      ChartData ratios =
          data(
              direction + ": Teleport ÷ peer",
              "",
              variants,
              names,
              others(),
              (variant, peer) -> run.ratio(variant, peer, figure));
      if (!ratios.isEmpty()) {
        charts.add(Charts.ratioPoints(ratios, Charts.WIDE));
      }
    }
    return charts;
  }

  private List<CategoryChart> bars(Figure figure) {
    List<CategoryChart> charts = new ArrayList<>();
    for (List<Variant> variants : together(figure)) {
      List<String> names = variants.stream().map(this::name).toList();
      ChartData values =
          data(figure.title(), figure.unit(), variants, names, run.peers(), medians(figure));
      if (!values.isEmpty()) {
        charts.add(Charts.bars(values, width(values), Quantity::brief));
      }
      ChartData ratios =
          data(
              figure.title() + ": Teleport ÷ peer",
              "",
              variants,
              names,
              others(),
              (variant, peer) -> run.ratio(variant, peer, figure));
      if (!ratios.isEmpty()) {
        charts.add(Charts.ratios(ratios, width(values)));
      }
    }
    return charts;
  }

  /** Returns how wide bars have to be for their labels to have room. */
  private static int width(ChartData data) {
    return data.series().size() * data.categories().size() > MOST_BARS_IN_NARROW_CHART
        ? Charts.WIDE
        : Charts.NARROW;
  }

  /** Returns all variants in one group, or each in its own if they are too far from each other. */
  private List<List<Variant>> together(Figure figure) {
    double[] best =
        run.variants().stream()
            .flatMapToDouble(
                variant ->
                    DoubleStream.of(
                        run.peers().stream()
                            .flatMap(peer -> run.spread(variant, peer, figure).stream())
                            .mapToDouble(Spread::median)
                            .max()
                            .orElse(Double.NaN)))
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    boolean isFar = best.length > 0 && best[best.length - 1] > best[0] * MOST_TIMES_IN_ONE_CHART;
    return isFar ? run.variants().stream().map(List::of).toList() : List.of(run.variants());
  }

  private List<CategoryChart> latencies() {
    List<ChartData> all = new ArrayList<>();
    for (Variant variant : run.variants()) {
      for (String phase : Figure.PHASES) {
        ChartData data = latencies(variant, phase);
        if (!data.isEmpty()) {
          all.add(data);
        }
      }
    }
    // The same axis for all, so that they can stand side by side.
    double least = all.stream().flatMapToDouble(ChartData::values).min().orElse(1);
    double most = all.stream().flatMapToDouble(ChartData::values).max().orElse(1);
    return all.stream().map(data -> Charts.lines(data, Charts.NARROW, least, most)).toList();
  }

  private ChartData latencies(Variant variant, String phase) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String peer : run.peers()) {
      series.put(
          peer,
          Figure.LATENCIES.stream()
              .map(name -> logs(Figure.named(phase + name)).apply(variant, peer))
              .map(value -> value.orElse(Double.NaN))
              .toList());
    }
    String when =
        switch (phase) {
          case "idle_" -> "Latency of small calls, idle";
          case "busy_" -> "Latency of small calls, under bulk load";
          default -> "Latency, " + name(variant);
        };
    return new ChartData(when, "µs", PERCENTILES, series);
  }

  private String name(Variant variant) {
    String label = run.label(variant);
    return label.isEmpty() ? run.workload() : label;
  }

  private List<String> others() {
    return run.peers().stream().filter(peer -> !peer.equals(Run.OURS)).toList();
  }

  private BiFunction<Variant, String, OptionalDouble> medians(Figure figure) {
    return (variant, peer) -> {
      Optional<Spread> spread = run.spread(variant, peer, figure);
      return spread.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(spread.get().median());
    };
  }

  /** As medians, without those that have no place on a logarithmic axis. */
  private BiFunction<Variant, String, OptionalDouble> logs(Figure figure) {
    return (variant, peer) -> {
      OptionalDouble median = medians(figure).apply(variant, peer);
      return median.isPresent() && median.getAsDouble() > 0 ? median : OptionalDouble.empty();
    };
  }

  private static ChartData data(
      String title,
      String unit,
      List<Variant> variants,
      List<String> names,
      List<String> peers,
      BiFunction<Variant, String, OptionalDouble> value) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String peer : peers) {
      Stream<OptionalDouble> values = variants.stream().map(variant -> value.apply(variant, peer));
      series.put(peer, values.map(one -> one.orElse(Double.NaN)).toList());
    }
    return new ChartData(title, unit, names, series);
  }
}
