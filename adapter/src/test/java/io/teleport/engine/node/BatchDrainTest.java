package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a drain does, step by step: tasks run when the test says so. */
class BatchDrainTest {

  private static final Duration NO_WAIT = Duration.ZERO;

  private final Deque<Runnable> submitted = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Runnable> putOff = new ArrayDeque<>();
  private final AtomicLong clock = new AtomicLong();
  private final Queue<String> handled = new ConcurrentLinkedQueue<>();
  private boolean rejecting;
  private Error exhausted;
  private Duration answer = Duration.ZERO;

  private final Executor executor =
      task -> {
        if (exhausted != null) {
          throw exhausted;
        }
        if (rejecting) {
          throw new RejectedExecutionException("by the test");
        }
        submitted.add(task);
      };

  private BatchDrain<String> drain(int parallelism, int batchSize) {
    return drain(parallelism, batchSize, this::handleAll);
  }

  private BatchDrain<String> drain(
      int parallelism, int batchSize, BatchDrain.Handler<String> handler) {
    return new BatchDrain<>(
        executor,
        new BatchDrain.Limits(parallelism, batchSize, Duration.ofMillis(500)),
        clock::get,
        (delay, task) -> {
          pauses.add(delay);
          putOff.add(task);
        },
        handler);
  }

  private Duration handleAll(BatchDrain.Batch<String> batch) {
    if (answer.isZero()) {
      for (String item = batch.next(); item != null; item = batch.next()) {
        handled.add(item);
      }
    }
    return answer;
  }

  private void runSubmitted() {
    while (!submitted.isEmpty()) {
      submitted.remove().run();
    }
  }

  @Test
  void anItemStartsOneTaskWhichEndsWhenTheQueueIsEmpty() {
    BatchDrain<String> drain = drain(4, 10);
    drain.offer("a");
    assertThat(submitted).hasSize(1);
    runSubmitted();
    assertThat(handled).containsExactly("a");
    assertThat(drain.tasks()).isZero();
  }

  @Test
  void anErrorOfTheExecutorIsARefusalToo() {
    OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
    exhausted = error;
    BatchDrain<String> drain = drain(4, 10);
    assertThatThrownBy(() -> drain.offer("a")).isSameAs(error);
    exhausted = null;
    assertThat(drain.tasks()).isZero();

    putOff.remove().run();
    runSubmitted();
    assertThat(handled).containsExactly("a");
  }

  @Test
  void itemsThatComeBeforeTheTaskBeginsStartNoFurtherTask() {
    BatchDrain<String> drain = drain(4, 10);
    drain.offer("a");
    drain.offer("b");
    drain.offer("c");
    assertThat(submitted).hasSize(1);
  }

  @Test
  void aTaskThatLeavesItemsBehindStartsTheNext() {
    List<Integer> submittedAtFirstItem = new ArrayList<>();
    BatchDrain<String> drain =
        drain(
            4,
            10,
            batch -> {
              String item = batch.next();
              submittedAtFirstItem.add(submitted.size());
              while (item != null) {
                item = batch.next();
              }
              return NO_WAIT;
            });
    drain.offer("a");
    drain.offer("b");
    submitted.remove().run();
    assertThat(submittedAtFirstItem).containsExactly(1);
  }

  @Test
  void noMoreTasksExistThanAllowed() {
    BatchDrain<String> drain =
        drain(
            1,
            10,
            batch -> {
              for (String item = batch.next(); item != null; item = batch.next()) {
                handled.add(item);
                assertThat(submitted).isEmpty();
              }
              return NO_WAIT;
            });
    drain.offer("a");
    drain.offer("b");
    runSubmitted();
    assertThat(handled).containsExactly("a", "b");
  }

  @Test
  void aTaskWhoseBatchIsFullSubmitsItsSuccessor() {
    BatchDrain<String> drain = drain(1, 2);
    for (String item : List.of("a", "b", "c")) {
      drain.offer(item);
    }
    submitted.remove().run();
    assertThat(handled).containsExactly("a", "b");
    assertThat(submitted).hasSize(1);
    runSubmitted();
    assertThat(handled).containsExactly("a", "b", "c");
    assertThat(drain.tasks()).isZero();
  }

  @Test
  void aTaskThatHasRunForLongSubmitsItsSuccessor() {
    BatchDrain<String> drain =
        drain(
            1,
            10,
            batch -> {
              for (String item = batch.next(); item != null; item = batch.next()) {
                handled.add(item);
                clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
              }
              return NO_WAIT;
            });
    drain.offer("a");
    drain.offer("b");
    submitted.remove().run();
    assertThat(handled).containsExactly("a");
    assertThat(submitted).hasSize(1);
  }

  @Test
  void aTaskWhoseSuccessorIsRefusedGoesOnItself() {
    BatchDrain<String> drain = drain(1, 1);
    drain.offer("a");
    drain.offer("b");
    rejecting = true;
    runSubmitted();
    assertThat(handled).containsExactly("a", "b");
    assertThat(drain.tasks()).isZero();
  }

  @Test
  void aRefusedTaskIsTriedAgainAfterGrowingPauses() {
    BatchDrain<String> drain = drain(1, 1);
    rejecting = true;
    drain.offer("a");
    putOff.remove().run();
    putOff.remove().run();
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20));
    rejecting = false;
    putOff.remove().run();
    runSubmitted();
    assertThat(handled).containsExactly("a");
  }

  @Test
  void whileAnAttemptIsPutOffItemsStartNoTask() {
    BatchDrain<String> drain = drain(1, 10);
    rejecting = true;
    drain.offer("a");
    rejecting = false;
    drain.offer("b");
    assertThat(submitted).isEmpty();
    assertThat(pauses).hasSize(1);
    putOff.remove().run();
    runSubmitted();
    assertThat(handled).containsExactly("a", "b");
  }

  @Test
  void aHandlerThatCannotHandleItemsIsAskedAgainLater() {
    BatchDrain<String> drain = drain(1, 10);
    answer = Duration.ofMillis(250);
    drain.offer("a");
    runSubmitted();
    assertThat(drain.tasks()).isZero();
    assertThat(pauses).containsExactly(Duration.ofMillis(250));
    answer = Duration.ZERO;
    putOff.remove().run();
    runSubmitted();
    assertThat(handled).containsExactly("a");
  }

  @Test
  void aHandlerThatThrowsLosesItsTaskOnly() {
    BatchDrain<String> drain =
        drain(
            1,
            10,
            batch -> {
              String item = batch.next();
              if ("bad".equals(item)) {
                throw new IllegalStateException("by the test");
              }
              handled.add(item);
              return NO_WAIT;
            });
    drain.offer("bad");
    drain.offer("good");
    Runnable task = submitted.remove();
    assertThatThrownBy(task::run).hasMessage("by the test");
    runSubmitted();
    assertThat(handled).containsExactly("good");
    assertThat(drain.tasks()).isZero();
  }

  @Test
  void closingGivesBackWhatWasNotHandled() {
    BatchDrain<String> drain = drain(1, 10);
    drain.offer("a");
    drain.offer("b");
    assertThat(drain.close(Duration.ofSeconds(5))).containsExactly("a", "b");
    runSubmitted();
    assertThat(handled).isEmpty();
    assertThat(drain.tasks()).isZero();
  }

  @Test
  void aClosedDrainRefusesItems() {
    BatchDrain<String> drain = drain(1, 10);
    drain.close(Duration.ZERO);
    assertThat(drain.offer("a")).isFalse();
    assertThat(drain.close(Duration.ZERO)).isEmpty();
  }

  @Test
  void closingWaitsForTheItemThatIsBeingHandled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      BatchDrain<String> drain =
          new BatchDrain<>(
              threads,
              new BatchDrain.Limits(1, 10, Duration.ofSeconds(1)),
              System::nanoTime,
              (delay, task) -> {},
              batch -> {
                String item = batch.next();
                begun.countDown();
                await(goOn);
                handled.add(item);
                while (batch.next() != null) {
                  handled.add("after closing");
                }
                return NO_WAIT;
              });
      drain.offer("a");
      await(begun);
      drain.offer("b");
      assertThat(drain.close(Duration.ofMillis(20))).containsExactly("b");
      assertThat(drain.running()).isEqualTo(1);
      goOn.countDown();
      assertThat(drain.close(Duration.ofSeconds(10))).isEmpty();
      assertThat(drain.running()).isZero();
      assertThat(handled).containsExactly("a");
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
