package io.teleport.bench.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A workload that was measured once: all peers in turn, round by round, on one machine. Only what
 * is in one run can be compared.
 *
 * @param file where it was read
 * @param workload which
 * @param mode how the nodes ran; empty where a workload knows no modes
 * @param rounds all of them, at least one
 * @param finished whether the run came to its end
 * @param time when it ended; empty if it does not say
 * @param settings what was asked for, by name; empty if it does not say
 * @param origin where it was measured
 */
record Run(
    Path file,
    String workload,
    String mode,
    List<Round> rounds,
    boolean finished,
    String time,
    Map<String, String> settings,
    Origin origin) {

  /** Whom all others are compared with. */
  static final String OURS = "teleport";

  private static final List<String> WELL_KNOWN = List.of(OURS, "raw", "erlang", "jms");

  Run {
    rounds = List.copyOf(rounds);
    settings = Map.copyOf(settings);
  }

  /** Returns the ways that were measured, as they came. */
  List<Variant> variants() {
    return rounds.stream().map(Round::variant).distinct().toList();
  }

  /** Returns all peers, ours first. */
  List<String> peers() {
    return inOrder(rounds.stream().map(Round::peer).distinct().toList());
  }

  /** Returns peers in the order in which reports have them: ours first. */
  static List<String> inOrder(List<String> peers) {
    return peers.stream()
        .sorted(
            Comparator.<String>comparingInt(
                    peer ->
                        WELL_KNOWN.contains(peer) ? WELL_KNOWN.indexOf(peer) : WELL_KNOWN.size())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Returns all figures, the most important first. */
  List<Figure> figures() {
    return rounds.stream()
        .flatMap(round -> round.figures().keySet().stream())
        .distinct()
        .map(Figure::named)
        .sorted()
        .toList();
  }

  /** Returns a figure over all rounds; empty if there is none. */
  Optional<Spread> spread(Variant variant, String peer, Figure figure) {
    List<Double> all =
        rounds.stream()
            .filter(round -> round.variant().equals(variant) && round.peer().equals(peer))
            .filter(round -> round.figures().containsKey(figure.name()))
            .map(round -> round.figures().get(figure.name()))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(Spread.of(all));
  }

  /** Returns our median divided by that of a peer; empty if there is nothing to compare. */
  OptionalDouble ratio(Variant variant, String peer, Figure figure) {
    Optional<Spread> ours = spread(variant, OURS, figure);
    Optional<Spread> its = spread(variant, peer, figure);
    return peer.equals(OURS) || ours.isEmpty() || its.isEmpty() || its.get().median() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ours.get().median() / its.get().median());
  }

  /** Returns how many rounds each peer had. */
  int roundsOfEach() {
    return rounds.stream().mapToInt(Round::number).max().orElse(0);
  }

  /** Returns how many messages were lost or changed, in all rounds of all peers. */
  double wrong() {
    return rounds.stream()
        .mapToDouble(
            round ->
                round.figures().getOrDefault("lost", 0.0)
                    + round.figures().getOrDefault("corrupt", 0.0))
        .sum();
  }

  /** Returns whether it was counted how many messages were lost. */
  boolean countsLosses() {
    return rounds.stream().anyMatch(round -> round.figures().containsKey("lost"));
  }
}
