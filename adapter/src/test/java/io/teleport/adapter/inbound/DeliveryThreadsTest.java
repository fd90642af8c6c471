package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How beans share threads; a task runs as long as it is among those that have started. */
class DeliveryThreadsTest {

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final List<String> ended = new ArrayList<>();
  private boolean rejecting;
  private final DeliveryThreads threads =
      new DeliveryThreads(
          task -> {
            if (rejecting) {
              throw new RejectedExecutionException("by the test");
            }
            started.add(task);
          },
          32);

  private int startedOf(Executor share, int tasks) {
    int before = started.size();
    for (int i = 0; i < tasks; i++) {
      share.execute(() -> {});
    }
    return started.size() - before;
  }

  @Test
  void aBeanAloneGetsHalfOfTheThreads() {
    assertThat(startedOf(threads.share(), 100)).isEqualTo(16);
  }

  @Test
  void aBeanGetsAsManyThreadsAsItWantsIfOthersWantNone() {
    assertThat(startedOf(threads.share(), 8)).isEqualTo(8);
  }

  @Test
  void somethingIsLeftForTheNextBean() {
    assertThat(startedOf(threads.share(), 100)).isEqualTo(16);
    assertThat(startedOf(threads.share(), 100)).isEqualTo(8);
    assertThat(startedOf(threads.share(), 100)).isEqualTo(4);
    assertThat(startedOf(threads.share(), 100)).isEqualTo(2);
    assertThat(startedOf(threads.share(), 100)).isEqualTo(1);
    assertThat(startedOf(threads.share(), 100)).isEqualTo(1);
    assertThat(startedOf(threads.share(), 100)).isZero();
  }

  @Test
  void fourBeansThatAreSlowByDefaultLeaveAThreadForAFifth() {
    for (int i = 0; i < 4; i++) {
      startedOf(threads.share(), 8);
    }
    assertThat(startedOf(threads.share(), 8)).isPositive();
  }

  @Test
  void whoeverWaitsGetsTheThreadThatComesBack() {
    Executor greedy = threads.share();
    startedOf(greedy, 100);
    started.remove().run();
    assertThat(started).hasSize(16);
  }

  @Test
  void tasksOfABeanStartInTheirOrder() {
    Executor share = threads.share();
    for (int i = 10; i < 60; i++) {
      String name = "task " + i;
      share.execute(() -> ended.add(name));
    }
    while (!started.isEmpty()) {
      started.remove().run();
    }
    assertThat(ended).hasSize(50).isSorted();
  }

  @Test
  void beansThatWaitTakeTurns() {
    for (int i = 0; i < 6; i++) {
      startedOf(threads.share(), 100);
    }
    threads.share().execute(() -> ended.add("first"));
    threads.share().execute(() -> ended.add("second"));
    while (ended.size() < 2) {
      started.remove().run();
    }
    assertThat(ended).containsExactly("first", "second");
    assertThat(started.size()).isGreaterThan(8);
  }

  @Test
  void aTaskThatIsRejectedTakesNoThread() {
    Executor share = threads.share();
    rejecting = true;
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> share.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
    }
    rejecting = false;
    assertThat(startedOf(share, 100)).isEqualTo(16);
  }

  @Test
  void aTaskThatThrowsGivesItsThreadBack() {
    Executor share = threads.share();
    for (int i = 0; i < 16; i++) {
      share.execute(
          () -> {
            throw new IllegalStateException("by the test");
          });
    }
    while (!started.isEmpty()) {
      assertThatThrownBy(started.remove()::run).hasMessage("by the test");
    }
    assertThat(startedOf(share, 100)).isEqualTo(16);
  }

  @Test
  void theOnlyThreadGoesFromBeanToBean() {
    DeliveryThreads one = new DeliveryThreads(started::add, 1);
    one.share().execute(() -> ended.add("a"));
    one.share().execute(() -> ended.add("b"));
    assertThat(started).hasSize(1);
    started.remove().run();
    started.remove().run();
    assertThat(ended).containsExactly("a", "b");
  }
}
