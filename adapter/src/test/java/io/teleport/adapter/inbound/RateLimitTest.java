package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final AtomicLong clock = new AtomicLong(-42);
  private final RateLimit limit = new RateLimit(Duration.ofSeconds(5), clock::get);

  @Test
  void theFirstPassesAtOnce() {
    assertThat(limit.permit()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void furtherOnesAreLeftOutAndCounted() {
    limit.permit();
    assertThat(limit.permit()).isEmpty();
    assertThat(limit.permit()).isEmpty();
    clock.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(limit.permit()).isEqualTo(OptionalLong.of(2));
    assertThat(limit.permit()).isEmpty();
  }
}
