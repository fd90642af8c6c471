package io.teleport.bench;

import java.io.PrintStream;
import java.util.List;

/** Something to measure: the first argument of {@code bench.sh}. */
public interface Workload {

  /** Returns the name that it is called by. */
  String name();

  /** Returns a line or more for the help, options included. */
  String usage();

  /**
   * Measures.
   *
   * @param arguments what follows the name
   * @param out where progress and results are printed
   * @throws io.teleport.node.UsageException if the arguments make no sense
   * @throws Exception if measuring fails, or what is measured gives wrong results
   */
  void run(List<String> arguments, PrintStream out) throws Exception;
}
