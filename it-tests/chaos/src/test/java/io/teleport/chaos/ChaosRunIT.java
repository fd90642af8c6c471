package io.teleport.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Short runs; {@code chaos.sh} and the profiles {@code chaos} and {@code soak} make long ones. What
 * they are to do comes from the build.
 */
class ChaosRunIT {

  private static final int FEW_FAULTS = 20;

  @Test
  void everyMessageIsAccountedForWhileSocketsBreakAndNodesStandStill() throws Exception {
    ChaosRun.Result result = run("break", options("chaos.break"));
    assertThat(result.balance().delivered()).isPositive();
    assertThat(result.balance().told()).as("while all nodes live nothing is in doubt").isZero();
    assertThat(result.kills()).isZero();
    assertThat(result.faults()).isGreaterThan(FEW_FAULTS);
  }

  @Test
  void everyMessageIsAccountedForWhileNodesAreKilled() throws Exception {
    ChaosRun.Result result = run("kill", options("chaos.kill"));
    assertThat(result.balance().delivered()).isPositive();
    assertThat(result.kills()).isPositive();
    assertThat(result.faults()).isGreaterThan(FEW_FAULTS);
  }

  @Test
  @EnabledIfSystemProperty(named = "chaos.soak", matches = "--soak.*")
  void nothingGrowsOverTime() throws Exception {
    run("soak", options("chaos.soak"));
  }

  private static List<String> options(String property) {
    return Arrays.asList(System.getProperty(property).split(" "));
  }

  private static ChaosRun.Result run(String name, List<String> options) throws Exception {
    List<String> seeded =
        Stream.concat(
                options.stream(), Stream.of("--trace", "--seed", System.getProperty("chaos.seed")))
            .toList();
    Path directory = Path.of(System.getProperty("chaos.directory"), name);
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    ChaosRun.Result result;
    try (PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
      result = new ChaosRun(ChaosOptions.parse(seeded), directory, out).run();
    }
    assertThat(result)
        .as(() -> report.toString(StandardCharsets.UTF_8))
        .matches(ChaosRun.Result::isGood);
    return result;
  }
}
