package io.teleport.demo.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rounds of one file, ours and the plain copy's. To be used by one thread. */
final class Measurement {

  private final SourceFile file;
  private final List<Long> ours = new ArrayList<>();
  private final List<Long> raw = new ArrayList<>();
  private boolean intact = true;

  Measurement(SourceFile file) {
    this.file = file;
  }

  SourceFile file() {
    return file;
  }

  void addOurs(long nanos, boolean digestMatches) {
    ours.add(nanos);
    intact &= digestMatches;
  }

  void addRaw(long nanos) {
    raw.add(nanos);
  }

  boolean intact() {
    return intact;
  }

  /** Returns the median of the seconds that a transfer took. */
  double seconds() {
    return median(ours) / 1e9;
  }

  double rawSeconds() {
    return median(raw) / 1e9;
  }

  /** Returns our rate as a share of the plain copy's. */
  double ratio() {
    return rawSeconds() / seconds();
  }

  double mebibytesPerSecond(double seconds) {
    return file.size() / seconds / (1 << 20);
  }

  static long median(List<Long> values) {
    if (values.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
