package io.teleport.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a chart shows.
 *
 * @param title above it
 * @param unit of the values, for the axis
 * @param categories along the other axis
 * @param series values of each peer, as many as there are categories; NaN where there is none
 */
record ChartData(
    String title, String unit, List<String> categories, Map<String, List<Double>> series) {

  ChartData {
    categories = List.copyOf(categories);
    // Keeps the order of the peers, which a copy of the map would not.
    series = new LinkedHashMap<>(series);
    series.values().removeIf(values -> values.stream().allMatch(value -> value.isNaN()));
  }

  /** Returns whether there is nothing to show. */
  boolean isEmpty() {
    return series.isEmpty();
  }

  /** Returns all values that there are. */
  DoubleStream values() {
    return series.values().stream()
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value));
  }
}
