package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many loops and sockets a node has by default. */
class ScaleTest {

  private static final NodeName NAME = NodeName.of("alpha@127.0.0.1");

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2",
    "2, 2, 2",
    "3, 2, 2",
    "4, 2, 2",
    "8, 2, 2",
    "12, 3, 3",
    "16, 4, 4",
    "32, 8, 8",
    "64, 8, 8",
    "256, 8, 8"
  })
  void loopsAndSocketsGoByTheProcessors(int processors, int loops, int sockets) {
    assertThat(Scale.bulkLoops(processors)).isEqualTo(loops);
    assertThat(Scale.bulkSockets(loops)).isEqualTo(sockets);
  }

  @Test
  void everyLoopHasAsManySocketsOfAPoolAsTheOthersAndMoreProcessorsNeverMeanFewerLoops() {
    for (int processors : IntStream.rangeClosed(1, 300).toArray()) {
      int loops = Scale.bulkLoops(processors);
      assertThat(Scale.bulkSockets(loops) % loops).isZero();
      assertThat(loops).isBetween(Scale.bulkLoops(Math.max(1, processors - 1)), processors);
    }
  }

  @Test
  void settingsSayWhatTheyLeaveToTheMachine() {
    NodeSettings settings = NodeSettings.builder(NAME, "a good cookie").build();

    int loops = Scale.bulkLoops(Runtime.getRuntime().availableProcessors());
    assertThat(settings.bulkLoops()).isEqualTo(loops);
    assertThat(settings.bulkSockets()).isEqualTo(Scale.bulkSockets(loops));
  }

  @Test
  void socketsFollowTheLoopsThatAreSet() {
    NodeSettings settings = NodeSettings.builder(NAME, "a good cookie").bulkLoops(5).build();

    assertThat(settings.bulkLoops()).isEqualTo(5);
    assertThat(settings.bulkSockets()).isEqualTo(5);
  }
}
