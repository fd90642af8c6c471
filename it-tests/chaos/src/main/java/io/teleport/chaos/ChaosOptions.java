package io.teleport.chaos;

import io.teleport.node.CommandLine;
import io.teleport.node.UsageException;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a run is to do.
 *
 * @param messages how many are to be accepted, in all
 * @param seconds for how long messages are sent at the most
 * @param seed what traffic and faults are drawn from
 * @param kill whether processes are killed
 * @param trace whether every fault is printed
 */
public record ChaosOptions(int messages, int seconds, long seed, boolean kill, boolean trace) {

  /** What the options mean. */
  static final String USAGE =
      """
      usage: chaos.sh [--no-build] [--messages N] [--seconds S] [--seed X] [--kill] [--trace]
        --messages  how many messages are sent; by default 1,000,000, or no end if --seconds is given
        --seconds   for how long messages are sent at the most
        --seed      what traffic and faults are drawn from; by default another one each time
        --kill      processes are killed and started anew, too
        --trace     prints every fault
      """;

  private static final int DEFAULT_MESSAGES = 1_000_000;
  private static final int MOST_SECONDS = 86_400;

  /**
   * Reads a command line.
   *
   * @throws UsageException if it makes no sense
   */
  static ChaosOptions parse(List<String> arguments) {
    CommandLine line =
        CommandLine.parse(
            arguments, Set.of("--messages", "--seconds", "--seed"), Set.of("--kill", "--trace"));
    boolean timed = line.value("--seconds").isPresent();
    return new ChaosOptions(
        line.number(
            "--messages", 1, Integer.MAX_VALUE, timed ? Integer.MAX_VALUE : DEFAULT_MESSAGES),
        line.number("--seconds", 1, MOST_SECONDS, MOST_SECONDS),
        line.value("--seed")
            .map(ChaosOptions::seed)
            .orElseGet(() -> new Random().nextLong() >>> 32),
        line.has("--kill"),
        line.has("--trace"));
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UsageException("--seed %s: expected a whole number".formatted(text));
    }
  }
}
