package io.teleport.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario with each peer that is here, small: whether all arrives, not how fast. */
class ScenariosTest {

  @TempDir private Path work;

  static Stream<Arguments> scenariosAndPeers() {
    ClusterOptions ring = ClusterOptions.of(3, 2, 300_000, 1, 2, 1);
    ClusterOptions small = ClusterOptions.of(2, 2, 100, 1, 1, 1);
    ClusterOptions stream = ClusterOptions.of(2, 1, 70_000_001, 1, 1, 1);
    ClusterOptions mix = ClusterOptions.of(2, 2, 300_000, 1, 1, 1);
    return Stream.of(
            ClusterPeer.TELEPORT, ClusterPeer.BEST_EFFORT, ClusterPeer.RAW, ClusterPeer.ERLANG)
        .filter(ClusterPeer::isPresent)
        .flatMap(
            peer ->
                Stream.of(
                    Arguments.of(peer, new RingScenario(), ring),
                    Arguments.of(peer, new SmallScenario(), small),
                    Arguments.of(peer, new CallScenario(), small),
                    Arguments.of(peer, new MixScenario(), mix),
                    Arguments.of(peer, new StreamScenario(), stream)))
        .filter(one -> takesPart((ClusterPeer) one.get()[0], (Scenario) one.get()[1]));
  }

  private static boolean takesPart(ClusterPeer peer, Scenario scenario) {
    return scenario.defaults().peers().contains(peer) || scenario.optionalPeers().contains(peer);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("scenariosAndPeers")
  void everyMessageArrivesOnceAndWhole(ClusterPeer peer, Scenario scenario, ClusterOptions options)
      throws Exception {
    try (Cluster cluster =
        Cluster.start(peer, Mode.ENGINE, options.nodes(), scenario.jvm(), work)) {
      Map<String, Double> figures =
          scenario.round(cluster, scenario.variants(options).get(0), options);
      assertThat(figures.get(scenario.mainFigure())).isPositive();
      assertThat(figures.get(Figures.LOST)).isZero();
      assertThat(figures.getOrDefault(Figures.CORRUPT, 0.0)).isZero();
    }
  }
}
