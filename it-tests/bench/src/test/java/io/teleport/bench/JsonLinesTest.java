package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  @TempDir private Path directory;

  @Test
  void eachObjectIsALineAndThereAsSoonAsItIsWritten() throws IOException {
    Path file = directory.resolve("results");
    try (JsonLines json = JsonLines.to(Optional.of(file))) {
      json.write(Map.of("ops_per_s", 1.5));
      assertThat(file).hasContent("{\"ops_per_s\":1.5}");
      json.write(Map.of("results", List.of(Map.of("peer", "teleport"), true)));
    }
    assertThat(file)
        .hasContent("{\"ops_per_s\":1.5}\n{\"results\":[{\"peer\":\"teleport\"},true]}");
  }

  @Test
  void anOlderFileIsReplaced() throws IOException {
    Path file = directory.resolve("results");
    for (int i = 0; i < 2; i++) {
      try (JsonLines json = JsonLines.to(Optional.of(file))) {
        json.write(Map.of("run", i));
      }
    }
    assertThat(file).hasContent("{\"run\":1}");
  }

  @Test
  void withoutAFileNothingIsWritten() throws IOException {
    try (JsonLines json = JsonLines.to(Optional.empty())) {
      json.write(Map.of("lost", true));
    }
    assertThat(directory).isEmptyDirectory();
  }
}
