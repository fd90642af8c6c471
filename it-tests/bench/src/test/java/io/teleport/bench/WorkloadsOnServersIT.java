package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workloads that start servers, small: whether all arrives, not how fast. */
class WorkloadsOnServersIT {

  @TempDir private Path directory;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void aRingOfServersMovesEveryMessageAroundOnceAndWhole() throws IOException {
    List<JsonNode> lines =
        run(
            "ring --mode liberty --peers teleport,raw --nodes 2 --senders 2 --messages 2"
                + " --bytes 300000 --rounds 1");
    assertThat(lines)
        .extracting(line -> line.path("mode").asText() + " " + line.path("peer").asText())
        .containsExactlyInAnyOrder("liberty teleport", "liberty raw", "liberty ");
    assertThat(lines.subList(0, 2)).allMatch(line -> line.path("mib_per_s").asDouble() > 0);
  }

  @Test
  void theBeanInAnotherServerGetsEveryMessageOfBothTransportsOnceAndWhole() throws IOException {
    List<JsonNode> lines = run("mdb --senders 2 --bytes 1024 --rounds 1 --seconds 1");
    assertThat(lines)
        .extracting(line -> line.path("mode").asText() + " " + line.path("peer").asText())
        .containsExactlyInAnyOrder("liberty teleport", "liberty jms", "liberty ");
    assertThat(lines.subList(0, 2))
        .allMatch(line -> line.path("rate_per_s").asDouble() > 0)
        .allMatch(line -> line.path("lost").asDouble() == 0)
        .allMatch(line -> line.path("corrupt").asDouble() == 0);
  }

  /** Runs a workload to its good end and returns the objects that it wrote. */
  private List<JsonNode> run(String arguments) throws IOException {
    Path file = directory.resolve("results.json");
    List<String> all = new ArrayList<>(List.of(arguments.split(" ", -1)));
    all.addAll(List.of("--json", file.toString()));
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    assertThat(Bench.run(all, out, out)).as(output.toString(StandardCharsets.UTF_8)).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
