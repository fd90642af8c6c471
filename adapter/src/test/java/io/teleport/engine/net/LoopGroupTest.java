package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopGroupTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LoopGroup group;

  @BeforeEach
  void create() throws Exception {
    group = LoopGroup.create("test", 3, threads, System::nanoTime);
  }

  @AfterEach
  void end() throws InterruptedException {
    assertThat(group.close(PATIENCE)).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).as("all loops ended").isTrue();
  }

  @Test
  void socketsThatBelongTogetherAreSpreadEvenly() {
    LoopGroup.Spread spread = group.spread();
    Map<Loop, Integer> sockets = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      sockets.merge(spread.next(), 1, Integer::sum);
    }
    assertThat(sockets).hasSize(3).containsValues(2).doesNotContainValue(1);
  }

  @Test
  void singleSocketsOfSeveralPoolsAreSpread() {
    Set<Loop> loops =
        new HashSet<>(
            Stream.generate(() -> group.spread().next()).limit(group.loops().size()).toList());
    assertThat(loops).hasSize(3);
  }

  @Test
  void theLoopsRunAtTheSameTime() throws Exception {
    group.start();
    CountDownLatch all = new CountDownLatch(3);
    for (Loop loop : group.loops()) {
      loop.execute(
          () -> {
            all.countDown();
            try {
              // Each waits until the others have come here, too.
              all.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingEndsAllOfThem() throws Exception {
    group.start();
    assertThat(group.close(PATIENCE)).isTrue();
    List<Loop> loops = group.loops();
    assertThat(loops).allMatch(loop -> !loop.isHeldByCaller());
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aGroupThatWasNeverStartedIsClosedAsWell() throws Exception {
    assertThat(group.close(PATIENCE)).isTrue();
  }
}
