package io.teleport.chaos;

import io.teleport.chaos.soak.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Watches what the nodes of a long run take. Used by one thread. */
final class Soak {

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Fleet fleet;
  private final Path table;
  private final Samples samples;
  private final long begin;
  private final PrintStream out;
  private long next;

  /**
   * Begins.
   *
   * @param begin when the run began, by {@link System#nanoTime}
   */
  Soak(Fleet fleet, Path directory, long begin, PrintStream out) throws IOException {
    this.fleet = fleet;
    this.table = directory.resolve("soak.csv");
    this.samples = new Samples(table);
    this.begin = begin;
    this.out = out;
    this.next = System.nanoTime() + PAUSE_NANOS;
  }

  /** Takes a sample if it is time for one. */
  void look() throws IOException {
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + PAUSE_NANOS;
    List<Map<String, Double>> figures = fleet.each("sample");
    for (int node = 0; node < figures.size(); node++) {
      samples.add((now - begin) / 1e9, node, figures.get(node));
    }
  }

  /** Prints the curves; returns what grows that should not, in words, or nothing. */
  String verdict() {
    out.println("sums of all nodes; the table of each is " + table);
    out.println(samples.curve());
    String growth = String.join("; ", samples.growth());
    out.println(growth.isEmpty() ? "nothing grows" : "GROWS: " + growth);
    return growth;
  }
}
