package io.teleport.bench.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * One of the ways in which a scenario is measured, each on its own.
 *
 * @param threads number of senders or callers
 * @param bytes size of each body
 */
record Variant(int threads, long bytes) {

  /** Returns one for each number of threads, or only that which the command line asks for. */
  static List<Variant> of(ClusterOptions options, int... threads) {
    int[] chosen = options.senders() > 0 ? new int[] {options.senders()} : threads;
    return Arrays.stream(chosen).mapToObj(count -> new Variant(count, options.bytes())).toList();
  }
}
