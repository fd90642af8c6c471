package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeLoopsTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Such as that a socket is closed: who sent by it would never be told otherwise. */
  @RepeatedTest(50)
  void theSmallLoopHearsWhatTheOthersTellItAsTheyEnd() throws Exception {
    NodeLoops loops =
        NodeLoops.create(
            2, new NodeEnvironment(threads, System::nanoTime, new SecureRandom(), true));
    loops.start();
    CountDownLatch heard = new CountDownLatch(1);
    Thread closer = Thread.currentThread();
    loops
        .bulk()
        .loops()
        .get(1)
        .execute(
            () -> {
              Nodes.await(
                  "the end has begun", () -> closer.getState() == Thread.State.TIMED_WAITING);
              loops.small().execute(heard::countDown);
            });

    loops.close(Duration.ofSeconds(10));

    assertThat(heard.getCount()).isZero();
  }
}
