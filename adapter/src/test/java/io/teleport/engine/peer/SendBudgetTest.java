package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendBudgetTest {

  private static final long LONG = TimeUnit.MINUTES.toNanos(5);

  private final SendBudget budget = new SendBudget(100);
  private final SendBudget.Share first = budget.share();
  private final SendBudget.Share second = budget.share();
  private final SendBudget.Share third = budget.share();

  @Test
  void roomIsTakenAndGivenBack() throws Exception {
    assertThat(first.acquire(30, 0)).isTrue();
    assertThat(first.acquire(20, 0)).isTrue();
    assertThat(budget.used()).isEqualTo(50);
    assertThat(first.taken()).isEqualTo(50);

    first.release(30);
    assertThat(budget.used()).isEqualTo(20);
    assertThat(first.taken()).isEqualTo(20);
  }

  @Test
  void oneMessageLargerThanAllPassesIfItIsAlone() throws Exception {
    assertThat(first.acquire(1000, 0)).isTrue();
    assertThat(first.acquire(1, 0)).isFalse();
    assertThat(second.acquire(1, 0)).isFalse();

    first.release(1000);
    assertThat(second.acquire(1, 0)).isTrue();
    assertThat(first.acquire(1000, 0)).as("not alone").isFalse();
  }

  @Test
  void oneDestinationGetsHalfAndTwoGetAThird() throws Exception {
    assertThat(fill(first)).isEqualTo(50);
    assertThat(fill(second)).isEqualTo(25);
    assertThat(fill(third)).as("what is left is still shared").isBetween(10L, 13L);

    first.release(50);
    second.release(25);
    third.release(third.taken());
    for (int i = 0; i < 100; i++) {
      first.acquire(1, 0);
      second.acquire(1, 0);
    }
    assertThat(first.taken()).isBetween(32L, 34L);
    assertThat(second.taken()).isBetween(32L, 34L);
    assertThat(third.acquire(30, 0)).as("as much is left for others").isTrue();
  }

  private static long fill(SendBudget.Share share) throws InterruptedException {
    while (share.acquire(1, 0)) {
      assertThat(share.taken()).isLessThan(100);
    }
    return share.taken();
  }

  @Test
  void aDestinationWithNothingWaitingMayTakeAllThatIsLeft() throws Exception {
    assertThat(first.acquire(40, 0)).isTrue();
    assertThat(second.acquire(60, 0)).isTrue();
    assertThat(third.acquire(1, 0)).isFalse();
  }

  @Test
  void whoFindsNoRoomGivesUpAfterATime() throws Exception {
    first.acquire(100, 0);
    assertThat(second.acquire(1, TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
    assertThat(second.taken()).isZero();
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void whoWaitsGoesOnWhenThereIsRoom() throws Exception {
    first.acquire(100, 0);
    FutureTask<Boolean> waiting = waiting(second);

    first.release(100);

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.used()).isEqualTo(10);
  }

  @Test
  void closingLetsAllPassWhoWaitOrCome() throws Exception {
    first.acquire(100, 0);
    FutureTask<Boolean> waiting = waiting(second);

    budget.close();

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(third.acquire(10, 0)).isTrue();
    second.release(10);
    third.release(10);
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    first.acquire(100, 0);
    FutureTask<Boolean> waiting = new FutureTask<>(() -> second.acquire(10, LONG));
    Thread thread = start(waiting);

    thread.interrupt();

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void manyThreadsNeverTakeMoreThanThereIsAndLeaveNothing() throws Exception {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SendBudget.Share share = i % 2 == 0 ? first : second;
      int size = 5 + i;
      FutureTask<Long> task =
          new FutureTask<>(
              () -> {
                long most = 0;
                for (int j = 0; j < 5_000; j++) {
                  assertThat(share.acquire(size, LONG)).isTrue();
                  most = Math.max(most, budget.used());
                  share.release(size);
                }
                return most;
              });
      tasks.add(task);
      new Thread(task).start();
    }
    for (FutureTask<Long> task : tasks) {
      assertThat(task.get(25, TimeUnit.SECONDS)).isLessThanOrEqualTo(100);
    }
    assertThat(budget.used()).isZero();
    assertThat(first.taken()).isZero();
    assertThat(second.taken()).isZero();
  }

  private static FutureTask<Boolean> waiting(SendBudget.Share share) {
    FutureTask<Boolean> waiting = new FutureTask<>(() -> share.acquire(10, LONG));
    start(waiting);
    return waiting;
  }

  private static Thread start(FutureTask<Boolean> waiting) {
    Thread thread = new Thread(waiting);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(100_000);
    }
    return thread;
  }
}
