package io.teleport.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.teleport.bench.Machine;
import io.teleport.bench.Versions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ClusterReportTest {

  private static final long BYTES = 1024;
  private static final ClusterOptions OPTIONS = new RingScenario().defaults();

  private final ClusterReport report = new ClusterReport(new RingScenario(), Mode.ENGINE);

  @Test
  void eachPeerAndRoundIsAnObjectOfTheFile() {
    assertThat(measured(ClusterPeer.RAW, 2, 1.5, 0).json("ring"))
        .isEqualTo(
            Map.of(
                "workload",
                "ring",
                "mode",
                "engine",
                "peer",
                "raw",
                "round",
                2,
                "threads",
                8,
                "bytes",
                BYTES,
                "mib_per_s",
                1.5,
                "lost",
                0.0,
                "corrupt",
                0.0,
                "cpu_s",
                2.0));
  }

  @Test
  void theSummaryHasMediansAndHowManyTimesOursIsEach() {
    threeRounds();
    assertThat(report.summary(OPTIONS))
        .containsEntry("workload", "ring")
        .containsEntry("mode", "engine")
        .containsEntry("summary", true)
        .containsEntry(
            "results",
            List.of(
                Map.of(
                    "peer",
                    "teleport",
                    "threads",
                    8,
                    "bytes",
                    BYTES,
                    "rounds",
                    3,
                    "medians",
                    Map.of("mib_per_s", 300.0, "lost", 0.0, "corrupt", 0.0, "cpu_s", 2.0),
                    "ratios",
                    Map.of()),
                Map.of(
                    "peer",
                    "raw",
                    "threads",
                    8,
                    "bytes",
                    BYTES,
                    "rounds",
                    3,
                    "medians",
                    Map.of("mib_per_s", 200.0, "lost", 0.0, "corrupt", 0.0, "cpu_s", 2.0),
                    "ratios",
                    Map.of("mib_per_s", 1.5, "cpu_s", 1.0))));
  }

  @Test
  void theSummarySaysWhenWhereAndWithWhat() {
    threeRounds();
    Map<String, Object> summary = report.summary(OPTIONS);
    assertThat(Instant.parse(summary.get("time").toString())).isBeforeOrEqualTo(Instant.now());
    assertThat(summary)
        .containsEntry("machine", Machine.here().json())
        .containsEntry("versions", Versions.here())
        .containsEntry(
            "settings",
            Map.of(
                "nodes",
                6,
                "senders",
                8,
                "bytes",
                10L * 1024 * 1024,
                "rounds",
                5,
                "messages",
                6,
                "seconds",
                1));
  }

  @Test
  void theReleaseOfErlangIsThereWhereErlangWasMeasured() {
    assumeTrue(ClusterPeer.ERLANG.isPresent());
    report.add(measured(ClusterPeer.ERLANG, 1, 1, 0));
    assertThat(report.summary(OPTIONS))
        .extractingByKey("versions", InstanceOfAssertFactories.map(String.class, String.class))
        .hasEntrySatisfying("otp", otp -> assertThat(otp).matches("\\d+ \\(erts \\d[\\d.]*\\)"));
  }

  @Test
  void aLostMessageFailsTheRun() {
    threeRounds();
    report.checkNothingWrong();
    report.add(measured(ClusterPeer.TELEPORT, 4, 300, 1));
    assertThatIllegalStateException()
        .isThrownBy(report::checkNothingWrong)
        .withMessageContaining("lost")
        .withMessageContaining("round 4, teleport");
  }

  @Test
  void aRoundSaysByItselfWhetherMessagesWereLost() {
    measured(ClusterPeer.TELEPORT, 4, 300, 0).checkNothingWrong();
    assertThatIllegalStateException()
        .isThrownBy(measured(ClusterPeer.TELEPORT, 4, 300, 1)::checkNothingWrong)
        .withMessageContaining("lost");
  }

  private void threeRounds() {
    for (int round = 1; round <= 3; round++) {
      report.add(measured(ClusterPeer.TELEPORT, round, round == 1 ? 1 : 300, 0));
      report.add(measured(ClusterPeer.RAW, round, round * 100, 0));
    }
  }

  private static Measured measured(ClusterPeer peer, int round, double mibPerSecond, double lost) {
    return new Measured(
        Mode.ENGINE,
        peer,
        round,
        new Variant(8, BYTES),
        Map.of("mib_per_s", mibPerSecond, "lost", lost, "corrupt", 0.0, "cpu_s", 2.0));
  }
}
