package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final long MILLI = 1_000_000;

  private long now = -5;
  private double chance = 1;
  private final Backoff backoff = new Backoff(Duration.ofMillis(350), () -> now, new Chance());

  @Test
  void thereIsNoPauseBeforeTheFirstFailure() {
    assertThat(backoff.left()).isZero();
  }

  @Test
  void thePauseDoublesUpToTheLimit() {
    for (long expected : new long[] {100, 200, 350, 350}) {
      backoff.failed();
      assertThat(backoff.left()).isEqualTo(expected * MILLI);
      now += expected * MILLI;
      assertThat(backoff.left()).isZero();
    }
  }

  @Test
  void thePauseIsShortenedAtRandomByUpToAHalf() {
    chance = 0;
    backoff.failed();
    assertThat(backoff.left()).isEqualTo(50 * MILLI);
  }

  @Test
  void thePausePasses() {
    backoff.failed();
    now += 99 * MILLI;
    assertThat(backoff.left()).isEqualTo(MILLI);
    now += 1000 * MILLI;
    assertThat(backoff.left()).isZero();
  }

  @Test
  void aSuccessBeginsAgain() {
    backoff.failed();
    backoff.failed();
    backoff.reset();
    assertThat(backoff.left()).isZero();
    backoff.failed();
    assertThat(backoff.left()).isEqualTo(100 * MILLI);
  }

  @Test
  void aLimitBelowTheFirstPauseHolds() {
    Backoff quick = new Backoff(Duration.ofMillis(10), () -> now, new Chance());
    quick.failed();
    assertThat(quick.left()).isEqualTo(10 * MILLI);
  }

  private final class Chance implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double nextDouble() {
      return chance;
    }
  }
}
