package io.teleport.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final double RESTS = 0.01;
  private static final double WORKS = 0.2;
  private static final int MOST = 60;

  private final WarmUp warmUp = new WarmUp(MOST);

  @Test
  void itEndsWhenFiveRoundsInARowWereNoFaster() {
    add(1, 100, RESTS);
    add(4, 101, RESTS);
    assertThat(warmUp.goesOn()).isTrue();

    add(1, 99, RESTS);

    assertThat(warmUp.goesOn()).isFalse();
  }

  @Test
  void itGoesOnWhileThePeerGetsFaster() {
    add(4, 100, RESTS);
    add(1, 110, RESTS);
    add(4, 110, RESTS);

    assertThat(warmUp.goesOn()).isTrue();
  }

  @Test
  void itGoesOnWhileTheCompilerWorks() {
    add(20, 100, WORKS);
    add(1, 100, RESTS);
    assertThat(warmUp.goesOn()).isTrue();

    add(1, 100, RESTS);

    assertThat(warmUp.goesOn()).isFalse();
  }

  @Test
  void aRoundWithoutProcessorTimeIsOneWithoutCompiler() {
    add(6, 100, Double.NaN);

    assertThat(warmUp.goesOn()).isFalse();
  }

  @Test
  void itEndsWithACompilerThatNeverRests() {
    add(MOST - 1, 100, WORKS);
    assertThat(warmUp.goesOn()).isTrue();

    add(1, 100, WORKS);

    assertThat(warmUp.goesOn()).isFalse();
  }

  @Test
  void whatWasWarmOnceStaysSo() {
    add(6, 100, RESTS);
    add(1, 110, WORKS);

    assertThat(warmUp.goesOn()).isFalse();
  }

  private void add(int rounds, double figure, double compiler) {
    for (int i = 0; i < rounds; i++) {
      warmUp.add(figure, compiler);
    }
  }
}
