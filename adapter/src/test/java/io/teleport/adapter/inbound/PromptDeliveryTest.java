package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportConnection;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TwoServers;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages that are delivered by the thread that has read them. */
class PromptDeliveryTest extends TwoServers {

  private static final Duration SECONDS = Duration.ofSeconds(15);

  @Test
  void callsOneAfterTheOtherTakeNoWorkEach() throws Exception {
    beta.answer("echo", request -> request.payload());
    int count = 500;
    // A bean that has not run before takes longer, and is left to other threads at first.
    Eventually.holds("calls take few works", () -> worksFor(count) < count / 2);
  }

  private int worksFor(int calls) {
    int before = beta.works().scheduled();
    for (int i = 0; i < calls; i++) {
      assertThat(connection.call(beta.address("echo"), i, SECONDS, Integer.class)).isEqualTo(i);
    }
    return beta.works().scheduled() - before;
  }

  @Test
  void aBeanThatBlocksHoldsUpNobodyElse() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    beta.answer(
        "slow",
        request -> {
          assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
          return Atom.OK;
        });
    beta.answer("echo", request -> request.payload());
    CompletionStage<Term> slow = connection.callAsync(beta.address("slow"), 1, SECONDS);
    for (int i = 0; i < 100; i++) {
      assertThat(connection.call(beta.address("echo"), i, SECONDS, Integer.class)).isEqualTo(i);
    }
    assertThat(slow.toCompletableFuture()).isNotDone();
    goOn.countDown();
    assertThat(slow.toCompletableFuture().get(15, TimeUnit.SECONDS)).isEqualTo(Atom.OK);
  }

  @Test
  void beansThatBlockDoNotTakeAllThreads() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    for (int bean = 0; bean < 4; bean++) {
      beta.listen("slow" + bean, message -> assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue());
      for (int i = 0; i < 20; i++) {
        connection.send(beta.address("slow" + bean), i);
      }
    }
    beta.answer("echo", request -> request.payload());
    for (int i = 0; i < 100; i++) {
      // Too large to be delivered by the thread that reads it.
      byte[] large = new byte[100_000];
      assertThat(connection.call(beta.address("echo"), large, SECONDS, byte[].class))
          .isEqualTo(large);
    }
    goOn.countDown();
  }

  @Test
  void aBeanMayCallOtherNodesAndWait() throws Exception {
    alpha.answer("echo", request -> request.payload());
    try (TeleportConnection back = beta.connect()) {
      beta.answer("front", request -> back.call(alpha.address("echo"), request, SECONDS));
      for (int i = 0; i < 100; i++) {
        assertThat(connection.call(beta.address("front"), i, SECONDS, Integer.class)).isEqualTo(i);
      }
    }
  }

  @Test
  void whatABeanLeavesInTheQueueIsDeliveredByOthers() throws Exception {
    int count = 500;
    CountDownLatch done = new CountDownLatch(count);
    beta.listen(
        "sink",
        message -> {
          // Longer than a thread that reads may stay, so that it leaves the rest.
          long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(150);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          done.countDown();
        });
    for (int i = 0; i < count; i++) {
      connection.send(beta.address("sink"), i);
    }
    assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
  }
}
