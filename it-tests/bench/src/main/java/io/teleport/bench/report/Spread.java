package io.teleport.bench.report;

import io.teleport.bench.Median;
import java.util.Collections;
import java.util.List;

/**
 * A figure over all rounds.
 *
 * @param median its middle
 * @param least in any round
 * @param most in any round
 */
record Spread(double median, double least, double most) {

  /** Returns the spread of some figures, of which there is at least one. */
  static Spread of(List<Double> figures) {
    return new Spread(Median.of(figures), Collections.min(figures), Collections.max(figures));
  }
}
