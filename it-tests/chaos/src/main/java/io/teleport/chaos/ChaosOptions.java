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
 * @param seeds how many runs are made, each with the seed after the one before
 * @param kill whether processes are killed
 * @param soak whether little is sent and broken, for long, and memory is watched
 * @param netem whether packets are lost, delayed and reordered, too
 * @param trace whether every fault is printed
 */
public record ChaosOptions(
    int messages,
    int seconds,
    long seed,
    int seeds,
    boolean kill,
    boolean soak,
    boolean netem,
    boolean trace) {

  /** What the options mean. */
  static final String USAGE =
      """
      usage: chaos.sh [--no-build] [--messages N] [--seconds S] [--seed X] [--kill] [--trace]
             chaos.sh [--no-build] --netem [--seconds S] [--seed X] [--kill]
             chaos.sh [--no-build] --seeds N [--seconds S] [--seed X] [--kill]
             chaos.sh [--no-build] --soak [--minutes M] [--seed X]
        --messages  how many messages are sent; by default 1,000,000, or no end if --seconds is given
        --seconds   for how long messages are sent at the most; with --seeds 15 unless it is given
        --seed      what traffic and faults are drawn from; by default another one each time
        --seeds     makes N runs, with the seeds from X on; ends with the first that does not close
        --netem     packets are lost, delayed and reordered, too: needs Linux and root; 30 s unless
                    it is said for how long
        --kill      processes are killed and started anew, too
        --soak      sends little and breaks little, and watches memory, threads and sockets
        --minutes   for how long it does; by default 30
        --trace     prints every fault
      """;

  private static final int DEFAULT_MESSAGES = 1_000_000;
  private static final int MOST_SECONDS = 86_400;
  private static final int SECONDS_PER_SEED = 15;
  private static final int NETEM_SECONDS = 30;
  private static final int MOST_SEEDS = 100_000;
  private static final int SOAK_MINUTES = 30;

  /** Messages a second of all nodes in a soak. */
  private static final int SOAK_RATE = 200;

  private static final double SOAK_SLOWNESS = 10;

  /**
   * Reads a command line.
   *
   * @throws UsageException if it makes no sense
   */
  static ChaosOptions parse(List<String> arguments) {
    CommandLine line =
        CommandLine.parse(
            arguments,
            Set.of("--messages", "--seconds", "--seed", "--seeds", "--minutes"),
            Set.of("--kill", "--soak", "--netem", "--trace"));
    boolean soak = line.has("--soak");
    boolean many = line.value("--seeds").isPresent();
    exclude(line, soak, "--soak", "--messages", "--seconds", "--seeds");
    exclude(line, !soak, "a run without --soak", "--minutes");
    exclude(line, many, "--seeds", "--messages");
    if (soak && line.has("--kill")) {
      throw new UsageException("--soak watches processes to the end: it goes without --kill");
    }
    boolean netem = line.has("--netem");
    if (soak && netem) {
      throw new UsageException("--soak and --netem are two kinds of run");
    }
    boolean timed = soak || many || netem || line.value("--seconds").isPresent();
    int minutes = line.number("--minutes", 1, MOST_SECONDS / 60, SOAK_MINUTES);
    return new ChaosOptions(
        line.number(
            "--messages", 1, Integer.MAX_VALUE, timed ? Integer.MAX_VALUE : DEFAULT_MESSAGES),
        soak
            ? minutes * 60
            : line.number(
                "--seconds",
                1,
                MOST_SECONDS,
                many ? SECONDS_PER_SEED : netem ? NETEM_SECONDS : MOST_SECONDS),
        line.value("--seed")
            .map(ChaosOptions::seed)
            .orElseGet(() -> new Random().nextLong() >>> 32),
        line.number("--seeds", 1, MOST_SEEDS, 1),
        line.has("--kill"),
        soak,
        netem,
        line.has("--trace"));
  }

  private static void exclude(CommandLine line, boolean applies, String what, String... others) {
    for (String other : others) {
      if (applies && line.value(other).isPresent()) {
        throw new UsageException(other + " makes no sense with " + what);
      }
    }
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UsageException("--seed %s: expected a whole number".formatted(text));
    }
  }

  /** Returns the options of one run of several. */
  ChaosOptions withSeed(long other) {
    return new ChaosOptions(messages, seconds, other, 1, kill, soak, netem, trace);
  }

  /** Returns how many messages a second all nodes together send at the most; 0 for no limit. */
  int rate() {
    return soak ? SOAK_RATE : 0;
  }

  /** Returns how many times as long as in a short run the pauses between faults are. */
  double slowness() {
    return soak ? SOAK_SLOWNESS : 1;
  }

  /** Returns the options that make the same run again, as one would type them. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (soak) {
      text.append("--soak --minutes ").append(seconds / 60);
    } else {
      if (messages != Integer.MAX_VALUE) {
        text.append("--messages ").append(messages).append(' ');
      }
      text.append("--seconds ").append(seconds);
    }
    text.append(" --seed ").append(seed);
    text.append(kill ? " --kill" : "");
    text.append(netem ? " --netem" : "");
    return text.toString();
  }
}
