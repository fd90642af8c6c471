package io.teleport.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void thePercentileIsTheDurationThatThisShareOfCallsDidNotExceed() {
    Latencies latencies = new Latencies(100);
    for (int i = 100; i >= 1; i--) {
      latencies.add(i * 1_000L);
    }
    assertThat(latencies.percentileMicros(50)).isEqualTo(50);
    assertThat(latencies.percentileMicros(99)).isEqualTo(99);
    assertThat(latencies.percentileMicros(100)).isEqualTo(100);
  }

  @Test
  void ofOneCallEveryPercentileIsItsDuration() {
    Latencies latencies = new Latencies(10);
    latencies.add(7_000);
    assertThat(latencies.percentileMicros(1)).isEqualTo(7);
    assertThat(latencies.percentileMicros(99)).isEqualTo(7);
  }
}
