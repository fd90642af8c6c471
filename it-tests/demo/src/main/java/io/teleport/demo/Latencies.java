package io.teleport.demo;

import java.util.Arrays;

/** How long each of a number of calls took. To be used by one thread. */
final class Latencies {

  private final long[] nanos;
  private int count;

  Latencies(int capacity) {
    nanos = new long[capacity];
  }

  void add(long duration) {
    nanos[count] = duration;
    count++;
  }

  /**
   * Returns the duration that the given share of all calls did not exceed (nearest rank), in
   * microseconds.
   *
   * @param percent more than 0, at most 100
   */
  double percentileMicros(double percent) {
    if (count == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return sorted[Math.max(rank, 1) - 1] / 1e3;
  }
}
