package io.teleport.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short runs; {@code chaos.sh} makes long ones. */
class ChaosRunIT {

  private static final int FEW_FAULTS = 20;

  @Test
  void everyMessageIsAccountedForWhileSocketsBreakAndNodesStandStill() throws Exception {
    accountCloses(false, 22);
  }

  @Test
  void everyMessageIsAccountedForWhileNodesAreKilled() throws Exception {
    accountCloses(true, 12);
  }

  private static void accountCloses(boolean kill, int seconds) throws Exception {
    long seed = Long.getLong("chaos.seed", 1);
    List<String> arguments =
        new ArrayList<>(List.of("--seconds", "" + seconds, "--seed", "" + seed, "--trace"));
    if (kill) {
      arguments.add("--kill");
    }
    ChaosOptions options = ChaosOptions.parse(arguments);
    Path directory = Path.of(System.getProperty("chaos.directory"), kill ? "kill" : "break");
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    ChaosRun.Result result;
    try (PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
      result = new ChaosRun(options, directory, out).run();
    }
    assertThat(result)
        .as(() -> report.toString(StandardCharsets.UTF_8))
        .matches(ChaosRun.Result::isGood);
    assertThat(result.balance().delivered()).isPositive();
    if (!kill) {
      assertThat(result.balance().told()).as("while all nodes live nothing is in doubt").isZero();
    }
    assertThat(result.kills()).matches(kills -> kill == (kills > 0));
    assertThat(result.faults()).isGreaterThan(FEW_FAULTS);
  }
}
