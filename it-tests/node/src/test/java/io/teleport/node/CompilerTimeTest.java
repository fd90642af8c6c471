package io.teleport.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class CompilerTimeTest {

  @TempDir private Path threads;

  @Test
  void whatTheCompilersThreadsHaveUsedIsAdded() throws IOException {
    thread("1", "java", "5000 7 9");
    thread("2", "C1 CompilerThre", "300 7 9");
    thread("3", "C2 CompilerThre", "20 7 9");

    assertThat(CompilerTime.of(threads)).isEqualTo(Duration.ofNanos(320));
  }

  @Test
  void aThreadThatEndsMeanwhileCountsNothing() throws IOException {
    thread("1", "C1 CompilerThre", "300 7 9");
    Files.createDirectory(threads.resolve("2"));

    assertThat(CompilerTime.of(threads)).isEqualTo(Duration.ofNanos(300));
  }

  @Test
  void aProcessThatIsNotThereHasUsedNothing() {
    assertThat(CompilerTime.of(threads.resolve("none"))).isZero();
  }

  @Test
  @EnabledOnOs(LINUX)
  void thisProcessHasCompiledSomething() {
    assertThat(CompilerTime.of(ProcessHandle.current().pid())).isPositive();
  }

  private void thread(String number, String name, String time) throws IOException {
    Path thread = Files.createDirectory(threads.resolve(number));
    Files.writeString(thread.resolve("comm"), name + "\n");
    Files.writeString(thread.resolve("schedstat"), time + "\n");
  }
}
