package io.teleport.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private long printed() {
    return bytes.toString(StandardCharsets.UTF_8).chars().filter(c -> c == '=').count();
  }

  @Test
  void theBarGrowsInProportionAndNeverShrinks() {
    try (ProgressBar bar = new ProgressBar(out, "file", 1000)) {
      bar.show(500);
      assertThat(printed()).isEqualTo(20);
      bar.show(100);
      assertThat(printed()).isEqualTo(20);
      bar.finish("done");
      assertThat(printed()).isEqualTo(40);
    }
  }

  @Test
  void anEmptyFileIsCompleteAtOnce() {
    try (ProgressBar bar = new ProgressBar(out, "empty", 0)) {
      bar.finish("done");
    }
    assertThat(printed()).isEqualTo(40);
  }

  @Test
  void moreThanTheWholeIsTheWhole() {
    try (ProgressBar bar = new ProgressBar(out, "file", 10)) {
      bar.show(Long.MAX_VALUE / 50);
    }
    assertThat(printed()).isEqualTo(40);
  }
}
