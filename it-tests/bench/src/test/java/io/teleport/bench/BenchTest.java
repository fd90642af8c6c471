package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void helpNamesEachWorkload() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("codec", "ring", "--json");
  }

  @Test
  void anUnknownWorkloadIsRefusedWithTheKnownOnes() {
    assertThat(run("swim")).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains(
            "no workload is named swim: expected one of [ring, mix, small, call, stream, mdb,"
                + " erlang, codec, report]",
            "usage:");
  }

  @Test
  void aWrongOptionIsRefusedBeforeAnythingIsMeasured() {
    assertThat(run("codec", "--rounds", "many")).isEqualTo(2);
    assertThat(out.size()).isZero();
  }

  @Test
  void withoutAWorkloadThereIsOnlyHelp() {
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void badInputIsNamedWithoutAStackTrace() {
    assertThat(run("report", "no-such-file")).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("bench.sh: no-such-file: there is no such file");
  }

  private int run(String... arguments) {
    return Bench.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }
}
