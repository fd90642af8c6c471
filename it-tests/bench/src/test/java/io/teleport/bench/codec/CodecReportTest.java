package io.teleport.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.bench.Machine;
import io.teleport.bench.Versions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CodecReportTest {

  private final CodecReport report = new CodecReport(List.of(Peer.TELEPORT, Peer.JINTERFACE));

  @Test
  void theTableHasMediansAndRatios() {
    threeRounds();
    assertThat(report.table())
        .isEqualTo(
            """
            case    direction  peer              ops/s   B/op  us CPU/op  ops/s ours/its  B/op ours/its  CPU ours/its
            nested  decode     teleport          300.0    500       1.00
            nested  decode     jinterface-1.6.1  100.0  1,000       2.00            3.00           0.50          0.50
            """);
  }

  @Test
  void theSummaryHasMediansAndRatios() {
    threeRounds();
    assertThat(report.summary()).containsEntry("workload", "codec").containsEntry("summary", true);
    assertThat(report.summary().get("results"))
        .isEqualTo(
            List.of(
                Map.of(
                    "case",
                    "nested",
                    "direction",
                    "decode",
                    "peer",
                    "teleport",
                    "rounds",
                    3,
                    "ops_per_s",
                    300.0,
                    "bytes_per_op",
                    500.0,
                    "cpu_us_per_op",
                    1.0),
                Map.of(
                    "case", "nested",
                    "direction", "decode",
                    "peer", "jinterface-1.6.1",
                    "rounds", 3,
                    "ops_per_s", 100.0,
                    "bytes_per_op", 1000.0,
                    "cpu_us_per_op", 2.0,
                    "ops_ratio", 3.0,
                    "bytes_ratio", 0.5,
                    "cpu_ratio", 0.5)));
  }

  @Test
  void theSummaryNamesTheMachineAndTheVersions() {
    assertThat(report.summary())
        .containsEntry("machine", Machine.here().json())
        .extractingByKey("versions", InstanceOfAssertFactories.map(String.class, String.class))
        .containsEntry("java", Runtime.version().toString())
        .containsEntry("teleport", Versions.teleport())
        .containsEntry("jinterface-1.6.1", "1.6.1");
  }

  @Test
  void withoutOurFiguresThereAreNoRatios() {
    report.add(measurement(Peer.JINTERFACE, 1, 100, 1000, 2));
    assertThat(report.table().lines().toList().get(1)).endsWith("1,000       2.00");
  }

  @Test
  void aMeasurementIsAnObjectOfTheFile() {
    assertThat(measurement(Peer.TELEPORT, 2, 1.5, 3, 4).json())
        .isEqualTo(
            Map.of(
                "workload",
                "codec",
                "case",
                "nested",
                "direction",
                "decode",
                "peer",
                "teleport",
                "round",
                2,
                "ops_per_s",
                1.5,
                "bytes_per_op",
                3.0,
                "cpu_us_per_op",
                4.0));
  }

  @Test
  void theHeadNamesTheVersions() {
    assertThat(report.head()).contains("processors", "teleport: ", "jinterface-1.6.1: 1.6.1");
  }

  private void threeRounds() {
    for (int round = 1; round <= 3; round++) {
      report.add(measurement(Peer.TELEPORT, round, round == 1 ? 1 : 300, 500, 1));
      report.add(measurement(Peer.JINTERFACE, round, 100, 1000, 2));
    }
  }

  private static Measurement measurement(
      Peer peer, int round, double opsPerSecond, double bytesPerOp, double cpuMicros) {
    return new Measurement(
        CodecCase.NESTED, Direction.DECODE, peer, round, opsPerSecond, bytesPerOp, cpuMicros);
  }
}
