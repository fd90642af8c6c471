package io.teleport.demo.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  private final Measurement measurement =
      new Measurement(new SourceFile(Path.of("a"), "a", 1 << 20, "00"));

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Measurement.median(List.of(9L, 1L, 2L))).isEqualTo(2);
  }

  @Test
  void theRatioIsOurRateInPartsOfThePlainCopys() {
    measurement.addOurs(2_000_000_000, true);
    measurement.addRaw(1_000_000_000);
    assertThat(measurement.ratio()).isEqualTo(0.5);
    assertThat(measurement.mebibytesPerSecond(measurement.seconds())).isEqualTo(0.5);
  }

  @Test
  void oneMismatchIsEnough() {
    measurement.addOurs(1, true);
    measurement.addOurs(1, false);
    measurement.addOurs(1, true);
    assertThat(measurement.intact()).isFalse();
  }
}
