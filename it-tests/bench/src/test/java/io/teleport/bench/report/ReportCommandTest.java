package io.teleport.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.node.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final List<String> PEERS = List.of("teleport", "raw", "erlang");

  @TempDir private Path directory;

  @BeforeAll
  static void withoutAScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  @Test
  void thePageNeedsNothingElse() throws IOException {
    String page = page(ring(0));
    assertThat(page).startsWith("<!DOCTYPE html>").contains("<style>").endsWith("</html>\n");
    assertThat(page)
        .doesNotContain("<script", "<link", "<img", "@import", "url(http", "src=")
        .doesNotContainPattern("href=\"(?!#)");
  }

  @Test
  void throughputIsDrawnAsBarsBesideItsRatios() throws IOException {
    assertThat(page(ring(0)))
        .contains("aria-label=\"Throughput\"", "aria-label=\"Throughput: Teleport ÷ peer\"");
  }

  @Test
  void idleAndBusyLatenciesStandSideBySide() throws IOException {
    assertThat(page(mix()))
        .containsSubsequence(
            "<figure class=\"narrow\">",
            "aria-label=\"Latency of small calls, idle\"",
            "<figure class=\"narrow\">",
            "aria-label=\"Latency of small calls, under bulk load\"");
  }

  @Test
  void theTableHasMediansSpreadsAndRatios() throws IOException {
    assertThat(page(ring(0)))
        .contains(">1,020</td>", ">1,010 – 1,030</td>", ">2,020</td>", "worse\">0.50×</td>");
  }

  @Test
  void theMachineAndTheVersionsAreOnThePage() throws IOException {
    assertThat(page(ring(0)))
        .contains(
            "<dd>Fast &lt;9&gt;</dd>",
            "<dd>23.5 GiB</dd>",
            "<dd>Linux 6.1</dd>",
            "<dt>Erlang/OTP</dt>\n<dd>25</dd>");
  }

  @Test
  void severalFilesOfOneWorkloadAreChaptersOfTheirOwn() throws IOException {
    assertThat(page(ring(0), ring(0), mix())).contains("id=\"run-1\"", "id=\"run-3\"");
  }

  @Test
  void noIdIsThereTwice() throws IOException {
    String page = page(ring(0), mix(), codec());
    List<String> ids =
        Pattern.compile("\\sid=\"([^\"]*)\"")
            .matcher(page)
            .results()
            .map(id -> id.group(1))
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void lostMessagesAreSaidLoudly() throws IOException {
    assertThat(page(ring(0))).contains("Nothing was lost").doesNotContain("lost or corrupt");
    assertThat(page(ring(2))).contains("Messages lost or corrupt: 18. These figures do not count.");
  }

  @Test
  void aRunWithoutItsSummaryIsSaidToBeUnfinished() throws IOException {
    String unfinished = ring(0).lines().findFirst().orElseThrow();
    assertThat(page(unfinished)).contains("did not come to its end", "not recorded");
  }

  @Test
  void runsOfDifferentMachinesAreSaidNotToBeComparable() throws IOException {
    assertThat(page(ring(0), mix())).doesNotContain("different machines");
    assertThat(page(ring(0), mix().replace("Fast", "Slow"))).contains("different machines");
  }

  @Test
  void theCodecNeedsNoOtherWorkload() throws IOException {
    assertThat(page(codec()))
        .contains("aria-label=\"decode: operations a second\"", "map, decode")
        .doesNotContain("At a glance");
  }

  @Test
  void sizesThatAreFarFromEachOtherHaveChartsOfTheirOwn() throws IOException {
    String page =
        page(
            """
            {"workload":"mdb","mode":"liberty","peer":"teleport","round":1,"bytes":1024,"rate_per_s":90000,"mib_per_s":88}
            {"workload":"mdb","mode":"liberty","peer":"jms","round":1,"bytes":1024,"rate_per_s":9000,"mib_per_s":8.8}
            {"workload":"mdb","mode":"liberty","peer":"teleport","round":1,"bytes":1048576,"rate_per_s":900,"mib_per_s":900}
            {"workload":"mdb","mode":"liberty","peer":"jms","round":1,"bytes":1048576,"rate_per_s":90,"mib_per_s":90}
            """);
    assertThat(page).contains("mdb (liberty)", "<td>1 KiB</td>", "<td>1 MiB</td>", ">10×</td>");
    assertThat(Pattern.compile("aria-label=\"Rate\"").matcher(page).results()).hasSize(2);
  }

  @Test
  void aWorkloadThatIsNotKnownHasBarsForNothingButATableOfAll() throws IOException {
    assertThat(
            page("{\"workload\":\"swim\",\"peer\":\"fish\",\"round\":1,\"lengths\":7,\"zero\":0}"))
        .contains("<h2>swim</h2>", ">lengths<", ">7</td>");
  }

  @Test
  void nothingButZeroesCanBeDrawn() throws IOException {
    assertThat(
            page(
                "{\"workload\":\"call\",\"peer\":\"raw\",\"round\":1,\"rate_per_s\":0,\"p50_us\":0}"))
        .contains("aria-label=\"Rate\"");
  }

  @Test
  void withoutFilesOrWithAnUnknownOptionItIsMisused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run())
        .withMessage("report needs at least one file of --json");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run("--colour", "x.json"))
        .withMessage("--colour is not an option here");
  }

  @Test
  void thePageDoesNotReplaceResults() throws IOException {
    Path results = Files.writeString(directory.resolve("a.json"), ring(0));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run("--out", results.toString(), results.toString()))
        .withMessageEndingWith("the page would replace the results");
    assertThat(results).hasContent(ring(0));
  }

  @Test
  void badInputLeavesNoPage() throws IOException {
    Path good = Files.writeString(directory.resolve("a.json"), ring(0));
    Path bad = Files.writeString(directory.resolve("b.json"), "what?");
    Path page = directory.resolve("page.html");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> run("--out", page.toString(), good.toString(), bad.toString()))
        .withMessageStartingWith(bad + ":1: not JSON");
    assertThat(page).doesNotExist();
  }

  private String page(String... files) throws IOException {
    String[] arguments = new String[files.length + 2];
    Path page = directory.resolve("page.html");
    arguments[0] = "--out";
    arguments[1] = page.toString();
    for (int i = 0; i < files.length; i++) {
      Path file = directory.resolve("run" + i + ".json");
      arguments[i + 2] = Files.writeString(file, files[i]).toString();
    }
    assertThat(run(arguments)).isEqualTo(page + ": " + runs(files.length) + "\n");
    return Files.readString(page);
  }

  private static String runs(int count) {
    return count == 1 ? "1 run" : count + " runs";
  }

  private static String run(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReportCommand().run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** Three rounds; ours at 1010, 1020 and 1030, and each peer a thousand faster than the last. */
  private static String ring(int lost) {
    StringBuilder lines = new StringBuilder();
    for (int round = 1; round <= 3; round++) {
      for (String peer : PEERS) {
        lines.append(
            String.format(
                Locale.ROOT,
                "{\"workload\":\"ring\",\"mode\":\"engine\",\"peer\":\"%s\",\"round\":%d,"
                    + "\"threads\":8,\"mib_per_s\":%d,\"lost\":%d}%n",
                peer,
                round,
                1000 * (1 + PEERS.indexOf(peer)) + 10 * round,
                lost));
      }
    }
    return lines + summary("ring");
  }

  private static String mix() {
    StringBuilder lines = new StringBuilder();
    for (String peer : PEERS) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"workload\":\"mix\",\"mode\":\"engine\",\"peer\":\"%s\",\"round\":1,"
                  + "\"threads\":4,\"mib_per_s\":1000,\"idle_p50_us\":60.5,\"idle_p99_us\":120,"
                  + "\"idle_p999_us\":500,\"idle_max_us\":4000,\"busy_p50_us\":70,"
                  + "\"busy_p99_us\":900,\"busy_p999_us\":5000,\"busy_max_us\":90000,\"lost\":0}%n",
              peer));
    }
    return lines + summary("mix");
  }

  private static String codec() {
    return """
    {"workload":"codec","case":"map","direction":"decode","peer":"teleport","round":1,"ops_per_s":24928.4}
    {"workload":"codec","case":"map","direction":"decode","peer":"encon","round":1,"ops_per_s":10900.1}
    """;
  }

  private static String summary(String workload) {
    return """
    {"workload":"%s","mode":"engine","summary":true,"time":"2026-01-02T03:04:05Z",\
    "machine":{"processor":"Fast <9>","cores":2,"memory_mib":24105,"kernel":"Linux 6.1","jdk":"OpenJDK 17"},\
    "versions":{"teleport":"1.0","java":"17","otp":"25"},"results":[]}
    """
        .formatted(workload);
  }
}
