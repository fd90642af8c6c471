package io.teleport.demo.runner;

import java.io.PrintStream;

/**
 * A bar that grows by printing more of itself, so that it looks the same in a terminal and in a
 * log. To be used by one thread.
 */
final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 40;

  private final PrintStream out;
  private final long total;
  private int printed;

  /** Begins a bar. */
  ProgressBar(PrintStream out, String label, long total) {
    this.out = out;
    this.total = total;
    out.printf("  %-44s [", label);
    out.flush();
  }

  /** Lets the bar grow to where it should be. */
  void show(long done) {
    int length = total == 0 ? WIDTH : (int) (Math.min(done, total) * WIDTH / total);
    while (printed < length) {
      out.print('=');
      printed++;
    }
    out.flush();
  }

  /** Ends the line with a remark. */
  void finish(String remark) {
    show(total);
    out.println("] " + remark);
    printed = -1;
  }

  /** Ends the line where it is, unless {@link #finish} did. */
  @Override
  public void close() {
    if (printed >= 0) {
      out.println();
    }
  }
}
