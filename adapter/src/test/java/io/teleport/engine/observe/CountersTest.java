package io.teleport.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.observe.Counters.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node counts. */
class CountersTest {

  private long now = Long.MAX_VALUE - 5;
  private final Counters counters = new Counters(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void whatIsCountedStays() {
    counters.add(Count.MESSAGES_SENT);
    counters.add(Count.MESSAGES_SENT);
    pass(Duration.ofDays(1));
    assertThat(counters.get(Count.MESSAGES_SENT)).isEqualTo(2);
    assertThat(counters.get(Count.MESSAGES_RECEIVED)).isZero();
  }

  @Test
  void aRateIsThatOfTheLastMinute() {
    counters.add(Count.MESSAGES_REFUSED);
    pass(Duration.ofSeconds(30));
    counters.add(Count.MESSAGES_REFUSED);
    counters.add(Count.MESSAGES_REFUSED);
    assertThat(counters.lastMinute(Count.MESSAGES_REFUSED)).isEqualTo(3);
    pass(Duration.ofSeconds(40));
    assertThat(counters.lastMinute(Count.MESSAGES_REFUSED)).isEqualTo(2);
    pass(Duration.ofSeconds(40));
    assertThat(counters.lastMinute(Count.MESSAGES_REFUSED)).isZero();
    assertThat(counters.get(Count.MESSAGES_REFUSED)).isEqualTo(3);
  }

  @Test
  void aRateIsZeroAfterALongPause() {
    counters.add(Count.BACKPRESSURE);
    pass(Duration.ofDays(20));
    assertThat(counters.lastMinute(Count.BACKPRESSURE)).isZero();
    counters.add(Count.BACKPRESSURE);
    assertThat(counters.lastMinute(Count.BACKPRESSURE)).isEqualTo(1);
  }
}
