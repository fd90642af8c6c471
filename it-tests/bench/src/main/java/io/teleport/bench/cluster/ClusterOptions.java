package io.teleport.bench.cluster;

import io.teleport.node.CommandLine;
import io.teleport.node.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to measure.
 *
 * @param mode what this project's nodes run in
 * @param peers who; only those that this machine has
 * @param nodes number of nodes
 * @param senders number of senders or callers; 0 for the scenario's own variants
 * @param bytes size of each body
 * @param rounds how many times each peer has its turn
 * @param messages messages of each sender in a round, where that is what ends it
 * @param seconds length of a round, where time is what ends it
 * @param json where results are written to
 */
record ClusterOptions(
    Mode mode,
    List<ClusterPeer> peers,
    int nodes,
    int senders,
    long bytes,
    int rounds,
    int messages,
    int seconds,
    Optional<Path> json) {

  private static final int MANY_PIECES = 32;
  private static final int FEW_PIECES = 4;

  /** Returns options for all peers that have nodes of their own, and without a file. */
  static ClusterOptions of(
      int nodes, int senders, long bytes, int rounds, int messages, int seconds) {
    return new ClusterOptions(
        Mode.ENGINE,
        List.of(ClusterPeer.TELEPORT, ClusterPeer.RAW, ClusterPeer.ERLANG),
        nodes,
        senders,
        bytes,
        rounds,
        messages,
        seconds,
        Optional.empty());
  }

  /** Returns the same for some peers. */
  ClusterOptions with(List<ClusterPeer> some) {
    return new ClusterOptions(mode, some, nodes, senders, bytes, rounds, messages, seconds, json);
  }

  /** Returns the same for bodies of another size. */
  ClusterOptions with(long otherBytes) {
    return new ClusterOptions(
        mode, peers, nodes, senders, otherBytes, rounds, messages, seconds, json);
  }

  /** Returns the same for rounds of another length. */
  ClusterOptions lasting(int otherSeconds) {
    return new ClusterOptions(
        mode, peers, nodes, senders, bytes, rounds, messages, otherSeconds, json);
  }

  /** Returns the member {@code settings} of a summary: what was asked for. */
  Map<String, Object> settings() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("nodes", nodes);
    json.put("senders", senders);
    json.put("bytes", bytes);
    json.put("rounds", rounds);
    json.put("messages", messages);
    json.put("seconds", seconds);
    return json;
  }

  /** Reads a command line; what it does not say is as in the scenario's defaults. */
  static ClusterOptions parse(List<String> arguments, Scenario scenario) {
    ClusterOptions defaults = scenario.defaults();
    CommandLine line =
        CommandLine.parse(
            arguments,
            Set.of(
                "--mode",
                "--peers",
                "--nodes",
                "--senders",
                "--bytes",
                "--rounds",
                "--messages",
                "--seconds",
                "--json"),
            scenario.optionalPeers().stream()
                .map(ClusterOptions::flag)
                .collect(Collectors.toSet()));
    List<Mode> modes = line.choices("--mode", scenario.modes(), Mode::label);
    List<ClusterPeer> peers =
        new ArrayList<>(line.choices("--peers", defaults.peers, ClusterPeer::label));
    for (ClusterPeer peer : scenario.optionalPeers()) {
      if (line.has(flag(peer))) {
        if (!peer.isPresent()) {
          throw new UsageException(flag(peer) + ": there is no Erlang on this machine");
        }
        peers.add(peer);
      }
    }
    for (ClusterPeer peer : peers) {
      if (line.value("--peers").isPresent() && !peer.isPresent()) {
        throw new UsageException("--peers " + peer.label() + ": not on this machine");
      }
    }
    return new ClusterOptions(
        modes.get(0),
        peers.stream().filter(ClusterPeer::isPresent).toList(),
        line.number("--nodes", 2, 64, defaults.nodes),
        line.number("--senders", 1, 1024, defaults.senders),
        line.bytes("--bytes", 0, scenario.mostBytes(), defaults.bytes),
        line.number("--rounds", 1, 1000, defaults.rounds),
        line.number("--messages", 1, 1_000_000, defaults.messages),
        line.number("--seconds", 1, 3600, defaults.seconds),
        line.value("--json").map(Path::of));
  }

  private static String flag(ClusterPeer peer) {
    return "--" + peer.label();
  }

  /**
   * Returns what to warm up with where bodies are large: some as they were asked for, so that the
   * compiler knows all that is to come, such as full queues, and need not throw away what it has
   * compiled; then many of one fragment each, as code that runs once a message is compiled the
   * sooner the more there are; then some of several fragments; and then what was asked for.
   */
  List<ClusterOptions> inBodiesOfAllSizes() {
    return List.of(
        inSmallerBodies(1), inSmallerBodies(MANY_PIECES), inSmallerBodies(FEW_PIECES), this);
  }

  /** Returns options that move a quarter of the bytes, in bodies that are so many times smaller. */
  private ClusterOptions inSmallerBodies(int times) {
    int more = Math.max(1, messages * times / 4);
    return new ClusterOptions(
        mode, peers, nodes, senders, bytes / times, rounds, more, seconds, json);
  }
}
