package io.teleport.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {

  private static final Variant ONE = new Variant(Map.of("threads", "1"));
  private static final Variant FOUR = new Variant(Map.of("threads", "4"));
  private static final Figure RATE = Figure.named("rate_per_s");

  private final List<Round> rounds = new ArrayList<>();

  @Test
  void aFigureIsTheMedianAndTheSpreadOfItsRounds() {
    rounds(ONE, "raw", 3, 9, 1);
    assertThat(run().spread(ONE, "raw", RATE)).contains(new Spread(3, 1, 9));
    assertThat(run().spread(FOUR, "raw", RATE)).isEmpty();
    assertThat(run().spread(ONE, "erlang", RATE)).isEmpty();
  }

  @Test
  void theRatioIsOursToThePeers() {
    rounds(ONE, "raw", 2, 4, 100);
    rounds(ONE, "teleport", 6, 6, 6);
    assertThat(run().ratio(ONE, "raw", RATE)).hasValue(1.5);
  }

  @Test
  void withoutTwoThereIsNoRatio() {
    rounds(ONE, "raw", 0);
    rounds(ONE, "teleport", 5);
    rounds(FOUR, "raw", 5);
    assertThat(run().ratio(ONE, "raw", RATE)).as("to nothing").isEmpty();
    assertThat(run().ratio(ONE, "teleport", RATE)).as("to itself").isEmpty();
    assertThat(run().ratio(FOUR, "raw", RATE)).as("without ours").isEmpty();
  }

  @Test
  void oursIsTheFirstOfAllPeersWhateverTheOrderOfTheFile() {
    for (String peer : List.of("zebra", "erlang", "apple", "raw", "teleport")) {
      rounds(ONE, peer, 1);
    }
    assertThat(run().peers()).containsExactly("teleport", "raw", "erlang", "apple", "zebra");
  }

  @Test
  void lostAndCorruptMessagesAreSummedOverAllRounds() {
    rounds.add(new Round(ONE, "raw", 1, Map.of("lost", 1.0, "corrupt", 2.0)));
    rounds.add(new Round(ONE, "raw", 2, Map.of("lost", 4.0)));
    assertThat(run().wrong()).isEqualTo(7);
  }

  @Test
  void aSizeThatAllVariantsShareIsNoPartOfTheirNames() {
    Variant small = new Variant(Map.of("threads", "4", "bytes", "1024"));
    rounds(small, "raw", 1);
    assertThat(run().label(small)).isEqualTo("4 threads");
    assertThat(run().commonBytes()).contains("1024");
    rounds(new Variant(Map.of("threads", "4", "bytes", "1048576")), "raw", 1);
    assertThat(run().label(small)).isEqualTo("1 KiB, 4 threads");
    assertThat(run().commonBytes()).isEmpty();
  }

  @Test
  void throughputStandsFirstAndLossesLast() {
    rounds.add(
        new Round(
            ONE,
            "raw",
            1,
            Map.of(
                "lost",
                0.0,
                "busy_max_us",
                1.0,
                "cpu_s",
                1.0,
                "busy_p50_us",
                1.0,
                "mib_per_s",
                1.0,
                "idle_p99_us",
                1.0,
                "idle_p50_us",
                1.0)));
    assertThat(run().figures())
        .extracting(Figure::name)
        .containsExactly(
            "mib_per_s",
            "idle_p50_us",
            "idle_p99_us",
            "busy_p50_us",
            "busy_max_us",
            "cpu_s",
            "lost");
  }

  private void rounds(Variant variant, String peer, double... rates) {
    for (int i = 0; i < rates.length; i++) {
      rounds.add(new Round(variant, peer, i + 1, Map.of("rate_per_s", rates[i])));
    }
  }

  private Run run() {
    return new Run(
        Path.of("small.json"), "small", "engine", rounds, true, "", Map.of(), Origin.UNKNOWN);
  }
}
