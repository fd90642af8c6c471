package io.teleport.bench;

import java.util.Collection;

/** The middle of some figures, which one disturbed round does not move. */
public final class Median {

  private Median() {}

  /**
   * Returns the median; of an even number of figures, the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static double of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("the median of nothing");
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
