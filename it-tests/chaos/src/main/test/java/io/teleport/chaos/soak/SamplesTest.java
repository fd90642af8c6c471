package io.teleport.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as growth in a soak. */
class SamplesTest {

  private static final int SECONDS = 1800;
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  private Samples samples;

  @BeforeEach
  void begin() throws IOException {
    samples = new Samples(directory.resolve("soak.csv"));
  }

  private void heap(DoubleUnaryOperator mebibytesAt) throws IOException {
    for (int second = 10; second <= SECONDS; second += 10) {
      Map<String, Double> figures = new HashMap<>();
      for (Figure figure : Figure.values()) {
        figures.put(figure.column(), 7.0);
      }
      figures.put(Figure.HEAP.column(), mebibytesAt.applyAsDouble(second) * MIB);
      samples.add(second, 1, figures);
    }
  }

  @Test
  void whatGrowsAtTheBeginAndStaysIsNone() throws IOException {
    heap(second -> Math.min(100, second));
    assertThat(samples.growth()).isEmpty();
  }

  @Test
  void whatGoesUpAndDownIsNone() throws IOException {
    heap(second -> 50 + 20 * Math.sin(second));
    assertThat(samples.growth()).isEmpty();
  }

  @Test
  void aSlowButSteadyRiseIsOne() throws IOException {
    heap(second -> 50 + second / 60.0 + 5 * Math.sin(second));
    assertThat(samples.growth()).singleElement().asString().contains("heap_bytes of node 1");
  }

  @Test
  void allFiguresAreInTheTableAndInTheCurve() throws IOException {
    heap(second -> 50);
    assertThat(directory.resolve("soak.csv")).content().hasLineCount(SECONDS / 10 + 1);
    assertThat(Files.readString(directory.resolve("soak.csv"))).contains("1800,1,52428800,7,");
    assertThat(samples.curve().lines()).hasSizeBetween(10, 18);
    assertThat(samples.curve()).contains("heap_MiB", "50.0", "growth");
  }

  @Test
  void aFigureThatIsMissingIsAnError() {
    assertThatThrownBy(() -> samples.add(1, 1, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
