package io.teleport.bench.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
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

  /** Returns the size of the messages, if it is the same in all variants; empty if not. */
  Optional<String> commonBytes() {
    List<String> sizes =
        variants().stream().map(variant -> variant.member(Variant.BYTES)).distinct().toList();
    return sizes.size() == 1 && !sizes.get(0).isEmpty()
        ? Optional.of(sizes.get(0))
        : Optional.empty();
  }

  /** Returns what tells a variant from the others, for people; empty if there is only one. */
  String label(Variant variant) {
    Map<String, String> members = new HashMap<>(variant.members());
    if (commonBytes().isPresent() && members.containsKey(Variant.THREADS)) {
      members.remove(Variant.BYTES);
    }
    return new Variant(members).label(workload);
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
    return peer.equals(OURS)
            || figure.isLoss()
            || ours.isEmpty()
            || its.isEmpty()
            || its.get().median() == 0
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
                Figure.LOSSES.stream()
                    .mapToDouble(name -> round.figures().getOrDefault(name, 0.0))
                    .sum())
        .sum();
  }

  /** Returns whether it was counted how many messages were lost. */
  boolean countsLosses() {
    return rounds.stream().anyMatch(round -> round.figures().containsKey("lost"));
  }
}
