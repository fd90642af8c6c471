package io.teleport.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileTest {

  private static final String RING =
      """
      {"workload":"ring","mode":"engine","peer":"raw","round":1,"threads":8,"mib_per_s":2000.0,"lost":0.0}
      """;
  private static final String SUMMARY =
      """
      {"workload":"ring","mode":"engine","summary":true,"time":"2026-01-02T03:04:05Z",\
      "machine":{"processor":"Fast 9","cores":2},"versions":{"otp":"25"},"settings":{"nodes":6},"results":[]}
      """;

  @TempDir private Path directory;

  @Test
  void textsAndThreadsTellVariantsApartAndAllOtherNumbersAreFigures() throws IOException {
    Path file =
        file(
            """
            {"workload":"mdb","mode":"liberty","peer":"jms","round":2,"threads":4,"bytes":1024,"rate_per_s":5}
            {"workload":"codec","case":"map","direction":"decode","peer":"encon","round":1,"ops_per_s":1.5}
            """);
    List<Run> runs = ResultFile.read(file);
    assertThat(runs).extracting(Run::workload).containsExactly("mdb", "codec");
    assertThat(runs.get(0).rounds())
        .containsExactly(
            new Round(
                new Variant(Map.of("threads", "4", "bytes", "1024")),
                "jms",
                2,
                Map.of("rate_per_s", 5.0)));
    assertThat(runs.get(1).rounds())
        .containsExactly(
            new Round(
                new Variant(Map.of("case", "map", "direction", "decode")),
                "encon",
                1,
                Map.of("ops_per_s", 1.5)));
  }

  @Test
  void theSummarySaysWhereAndWithWhat() throws IOException {
    Run run = ResultFile.read(file(RING + SUMMARY)).get(0);
    assertThat(run.finished()).isTrue();
    assertThat(run.time()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(run.settings()).isEqualTo(Map.of("nodes", "6"));
    assertThat(run.origin())
        .isEqualTo(new Origin(Map.of("processor", "Fast 9", "cores", "2"), Map.of("otp", "25")));
  }

  @Test
  void aRunThatWasCutOffIsReadAsFarAsItGoes() throws IOException {
    Run run = ResultFile.read(file(RING)).get(0);
    assertThat(run.finished()).isFalse();
    assertThat(run.origin()).isEqualTo(Origin.UNKNOWN);
  }

  @Test
  void aSummaryEndsARunSoThatAFileMayHoldSeveral() throws IOException {
    assertThat(ResultFile.read(file(RING + SUMMARY + "\n" + RING + SUMMARY))).hasSize(2);
  }

  @Test
  void whatIsNoFileIsNamed() {
    assertRefused(directory.resolve("none"), "none: there is no such file");
    assertRefused(directory, ": not a file but a directory");
  }

  @Test
  void anEmptyFileHasNoResults() throws IOException {
    assertRefused(file(""), "runs.json: no results");
    assertRefused(file("\n\n"), "runs.json: no results");
  }

  @Test
  void whatIsNotJsonIsNamedWithItsLine() throws IOException {
    assertRefused(file(RING + "round 2: 17 MiB/s\n"), "runs.json:2: not JSON: Unrecognized token");
    assertRefused(file(RING.substring(0, 40)), "runs.json:1: not JSON: ");
    assertRefused(file(RING.strip() + " {}"), "runs.json:1: not JSON: ");
  }

  @Test
  void whatIsNotTextIsRefused() throws IOException {
    Path file = directory.resolve("runs.json");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertRefused(file, "runs.json: not JSON: not text in UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]                                                     | not a JSON object
          17                                                      | not a JSON object
          {"name":"x"}                                            | "workload" is missing
          {"workload":5}                                          | "workload" is missing, or not a text
          {"workload":"w","round":1,"lost":0}                     | "peer" is missing
          {"workload":"w","peer":"p","lost":0}                    | "round" is missing, or not a number from 1
          {"workload":"w","peer":"p","round":0,"lost":0}          | "round" is missing, or not a number from 1
          {"workload":"w","peer":"p","round":1.5,"lost":0}        | "round" is missing, or not a number from 1
          {"workload":"w","peer":"p","round":1}                   | no figures
          {"workload":"w","peer":"p","round":1,"lost":null}       | "lost" is neither a number nor a text
          {"workload":"w","peer":"p","round":1,"lost":[0]}        | "lost" is neither a number nor a text
          {"workload":"w","peer":"p","round":1,"lost":1e999}      | "lost" is neither a number nor a text
          {"workload":"w","peer":"p","round":1,"threads":"many"}  | "threads" is not a whole number
          {"workload":"w","peer":"p","round":1,"lost":0,"lost":1} | not JSON: Duplicate
          {"workload":"w","summary":true}                         | a summary, but no results before it
          """)
  void jsonOfSomethingElseIsNamedWithItsLineAndTheReason(String line, String reason)
      throws IOException {
    assertRefused(file(RING + SUMMARY + line), "runs.json:3: " + reason);
  }

  @Test
  void aRoundIsThereOnce() throws IOException {
    assertRefused(file(RING + RING), "runs.json:2: round 1 of raw is here for the second time");
  }

  @Test
  void theMachineIsAnObject() throws IOException {
    assertRefused(
        file(RING + "{\"workload\":\"ring\",\"mode\":\"engine\",\"summary\":true,\"machine\":1}"),
        "runs.json:2: \"machine\" is not an object");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("runs.json"), content, StandardCharsets.UTF_8);
  }

  private static void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> ResultFile.read(file))
        .withMessageContaining(reason);
  }
}
