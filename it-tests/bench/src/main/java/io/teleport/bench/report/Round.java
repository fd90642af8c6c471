package io.teleport.bench.report;

import java.util.Map;

/**
 * What one peer did in one round: a line of a file.
 *
 * @param variant in which way
 * @param peer who
 * @param number of the round, from 1
 * @param figures by their names in the file
 */
record Round(Variant variant, String peer, int number, Map<String, Double> figures) {

  Round {
    figures = Map.copyOf(figures);
  }
}
