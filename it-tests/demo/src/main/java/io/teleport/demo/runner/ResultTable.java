package io.teleport.demo.runner;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what was measured. */
final class ResultTable {

  private static final int NAME_WIDTH = 44;

  private ResultTable() {}

  static void printFiles(PrintStream out, List<Measurement> measurements) {
    out.printf(
        "  %-44s %12s %9s %9s %11s %10s %8s%n",
        "file", "bytes", "seconds", "MiB/s", "plain MiB/s", "ours/plain", "SHA-256");
    for (Measurement each : measurements) {
      out.printf(
          Locale.ROOT,
          "  %-44s %12s %9.3f %9.1f %11.1f %10.2f %8s%n",
          shortened(each.file().path().getFileName().toString()),
          String.format(Locale.ROOT, "%,d", each.file().size()),
          each.seconds(),
          each.mebibytesPerSecond(each.seconds()),
          each.mebibytesPerSecond(each.rawSeconds()),
          each.ratio(),
          each.intact() ? "match" : "MISMATCH");
    }
  }

  static void printCalls(PrintStream out, Map<String, String> calls) {
    double seconds = Long.parseLong(calls.get("nanos")) / 1e9;
    long count = Long.parseLong(calls.get("count"));
    out.printf(
        Locale.ROOT,
        "  %,d calls of 64 bytes, one after the other: p50 %.0f µs, p99 %.0f µs (%,.0f a second)%n",
        count,
        Double.parseDouble(calls.get("p50Micros")),
        Double.parseDouble(calls.get("p99Micros")),
        count / seconds);
  }

  static String shortened(String name) {
    return name.length() <= NAME_WIDTH
        ? name
        : "…" + name.substring(name.length() - NAME_WIDTH + 1);
  }
}
