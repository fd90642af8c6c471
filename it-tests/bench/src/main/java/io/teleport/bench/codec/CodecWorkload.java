package io.teleport.bench.codec;

import io.teleport.bench.JsonLines;
import io.teleport.bench.Workload;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures codecs: each peer in a JVM of its own, round by round. */
public final class CodecWorkload implements Workload {

  @Override
  public String name() {
    return "codec";
  }

  @Override
  public String usage() {
    return CodecOptions.usage();
  }

  @Override
  public void run(List<String> arguments, PrintStream out) throws Exception {
    CodecOptions options = CodecOptions.parse(arguments, Peer::isPresent);
    CodecReport report = new CodecReport(options.peers());
    Fork fork = new Fork(options.quick());
    out.print(report.head());
    try (JsonLines json = JsonLines.to(options.json())) {
      for (CodecCase value : options.cases()) {
        for (Direction direction : options.directions()) {
          if (value.directions().contains(direction)) {
            measure(options, value, direction, fork, report, json, out);
          }
        }
      }
      json.write(report.summary());
    }
    out.println();
    out.print(report.table());
  }

  private void measure(
      CodecOptions options,
      CodecCase value,
      Direction direction,
      Fork fork,
      CodecReport report,
      JsonLines json,
      PrintStream out)
      throws Exception {
    List<Peer> peers =
        new ArrayList<>(options.peers().stream().filter(peer -> peer.takes(value)).toList());
    for (int round = 1; round <= options.rounds(); round++) {
      for (Peer peer : peers) {
        Measurement measurement = fork.measure(value, direction, peer, round);
        report.add(measurement);
        json.write(measurement.json());
        out.println(measurement);
      }
      // Nobody is always the first, or always after the same other.
      Collections.rotate(peers, 1);
    }
  }
}
