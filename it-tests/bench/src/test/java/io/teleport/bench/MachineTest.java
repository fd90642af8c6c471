package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

  @TempDir private Path directory;

  @Test
  void thisMachineIsDescribed() {
    Machine here = Machine.here();
    assertThat(here.processor()).isNotBlank();
    assertThat(here.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(here.memoryMib()).isPositive();
    assertThat(here.kernel()).startsWith(System.getProperty("os.name"));
    assertThat(here.jdk()).endsWith(Runtime.version().toString());
  }

  @Test
  void theModelIsThatOfTheFirstProcessor() throws IOException {
    Path list = directory.resolve("cpuinfo");
    Files.writeString(
        list, "processor\t: 0\nmodel name\t: Fast: 9\nprocessor\t: 1\nmodel name\t: Slow\n");
    assertThat(Machine.model(list)).contains("Fast: 9");
  }

  @Test
  void aListWithoutModelsAndNoListAtAllHaveNone() throws IOException {
    Path list = directory.resolve("cpuinfo");
    assertThat(Machine.model(list)).isEmpty();
    Files.writeString(list, "processor : 0\n");
    assertThat(Machine.model(list)).isEmpty();
  }

  @Test
  void theMembersHaveTheirUnitsInTheirNames() {
    assertThat(new Machine("Fast 9", 8, 16_384, "Linux 6.1", "OpenJDK 17").json())
        .isEqualTo(
            Map.of(
                "processor",
                "Fast 9",
                "cores",
                8,
                "memory_mib",
                16_384L,
                "kernel",
                "Linux 6.1",
                "jdk",
                "OpenJDK 17"));
  }
}
