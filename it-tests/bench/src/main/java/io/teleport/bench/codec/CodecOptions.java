package io.teleport.bench.codec;

import io.teleport.node.CommandLine;
import io.teleport.node.UsageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to measure, and how long.
 *
 * @param cases the values
 * @param directions which ways
 * @param peers who; only those that this machine has
 * @param rounds how many times each peer has its turn
 * @param quick whether the figures need not be good
 * @param json where results are written to
 */
record CodecOptions(
    List<CodecCase> cases,
    List<Direction> directions,
    List<Peer> peers,
    int rounds,
    boolean quick,
    Optional<Path> json) {

  static final int DEFAULT_ROUNDS = 3;
  private static final int MAX_ROUNDS = 100;

  /**
   * Reads options.
   *
   * @param arguments what was given
   * @param isPresent tells the peers that this machine has
   * @throws UsageException if they make no sense
   */
  static CodecOptions parse(List<String> arguments, Predicate<Peer> isPresent) {
    CommandLine line =
        CommandLine.parse(
            arguments,
            Set.of("--case", "--direction", "--peer", "--rounds", "--json"),
            Set.of("--quick"));
    boolean quick = line.has("--quick");
    List<Peer> peers = line.choices("--peer", Arrays.asList(Peer.values()), Peer::label);
    if (line.value("--peer").isPresent()) {
      peers.forEach(peer -> checkPresent(peer, isPresent));
    }
    return new CodecOptions(
        line.choices("--case", Arrays.asList(CodecCase.values()), CodecCase::label),
        line.choices("--direction", Arrays.asList(Direction.values()), Direction::label),
        peers.stream().filter(isPresent).toList(),
        line.number("--rounds", 1, MAX_ROUNDS, quick ? 1 : DEFAULT_ROUNDS),
        quick,
        line.value("--json").map(Path::of));
  }

  private static void checkPresent(Peer peer, Predicate<Peer> isPresent) {
    if (!isPresent.test(peer)) {
      throw new UsageException("--peer " + peer.label() + ": not on this machine");
    }
  }

  static String usage() {
    return """
    codec [--case LIST] [--direction LIST] [--peer LIST] [--rounds N] [--quick] [--json FILE]
      encodes and decodes the same values with all peers: operations a second, bytes allocated
      cases:      %s
      directions: %s
      peers:      %s
      --rounds    how often each peer has its turn (%d)
      --quick     a moment each, to see that all works; the figures mean little
      --json      also writes the results to a file, one object a line
    """
        .formatted(
            String.join(" ", Arrays.stream(CodecCase.values()).map(CodecCase::label).toList()),
            String.join(" ", Arrays.stream(Direction.values()).map(Direction::label).toList()),
            String.join(" ", Arrays.stream(Peer.values()).map(Peer::label).toList()),
            DEFAULT_ROUNDS);
  }
}
