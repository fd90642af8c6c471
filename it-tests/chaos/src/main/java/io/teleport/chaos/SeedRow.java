package io.teleport.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs in a row, each with a seed of its own. Used once, by one thread. */
final class SeedRow {

  private final ChaosOptions options;
  private final Path directory;
  private final PrintStream out;

  /**
   * Creates it.
   *
   * @param out gets a line for each run, and the whole report of one that fails
   */
  SeedRow(ChaosOptions options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  /** Runs until all have been run or one fails; returns whether all were good. */
  boolean run() throws IOException, InterruptedException {
    int closed = 0;
    boolean good = true;
    for (int i = 0; i < options.seeds() && good; i++) {
      good = runOne(options.seed() + i);
      closed += good ? 1 : 0;
    }
    out.printf("closed %d of %d%n", closed, options.seeds());
    return good;
  }

  private boolean runOne(long seed) throws IOException, InterruptedException {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    ChaosRun.Result result;
    try (PrintStream buffer = new PrintStream(report, true, StandardCharsets.UTF_8)) {
      result = new ChaosRun(options.withSeed(seed), directory, buffer).run();
    }
    if (!result.isGood()) {
      out.print(report.toString(StandardCharsets.UTF_8));
    }
    out.printf("seed %d: %s %s%n", seed, result.isGood() ? "closed" : "FAILED", result.line());
    return result.isGood();
  }
}
