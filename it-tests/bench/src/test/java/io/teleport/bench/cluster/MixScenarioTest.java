package io.teleport.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixScenarioTest {

  @TempDir private Path work;

  @Test
  void idleAndBusyCallsHaveTheirOwnFigures() throws Exception {
    ClusterOptions options = ClusterOptions.of(2, 2, 300_000, 1, 1, 1);
    MixScenario mix = new MixScenario();
    try (Cluster cluster = Cluster.start(ClusterPeer.RAW, Mode.ENGINE, 2, mix.jvm(), work)) {
      Map<String, Double> figures = mix.round(cluster, new Variant(2, 300_000), options);
      assertThat(figures)
          .containsOnlyKeys(
              "idle_rate_per_s",
              "idle_p50_us",
              "idle_p99_us",
              "idle_p999_us",
              "idle_max_us",
              "busy_rate_per_s",
              "busy_p50_us",
              "busy_p99_us",
              "busy_p999_us",
              "busy_max_us",
              "mib_per_s",
              "lost",
              "corrupt");
      for (String phase : new String[] {"idle", "busy"}) {
        assertThat(figures.get(phase + "_p50_us"))
            .isPositive()
            .isLessThanOrEqualTo(figures.get(phase + "_p99_us"));
        assertThat(figures.get(phase + "_p99_us"))
            .isLessThanOrEqualTo(figures.get(phase + "_p999_us"));
        assertThat(figures.get(phase + "_p999_us"))
            .isLessThanOrEqualTo(figures.get(phase + "_max_us"));
      }
    }
  }
}
