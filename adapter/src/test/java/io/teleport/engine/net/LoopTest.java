package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {

  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(500);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong time = new AtomicLong();
  private Loop loop;

  @AfterEach
  void endTheLoop() throws Exception {
    if (loop != null) {
      assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksOfOneThreadRunInOrderAndOnce() throws Exception {
    loop = start();
    List<Integer> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      loop.execute(() -> ran.add(number));
    }
    loop.execute(done::countDown);
    await(done);
    assertThat(ran).hasSize(10_000).isSorted();
  }

  @Test
  void aLoopIsQuietAgainSomeTimeAfterASocketWasWrittenTo() throws Exception {
    loop = new Loop("test", threads, time::get);
    assertThat(loop.isQuiet()).isFalse();
    time.addAndGet(1);
    assertThat(loop.isQuiet()).as("before anything was written").isTrue();

    loop.busyAt(time.get());

    // A thread that writes megabytes tells of it only when they are written.
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(loop.isQuiet()).isFalse();
    time.addAndGet(1);
    assertThat(loop.isQuiet()).isTrue();
  }

  @Test
  void tasksAndTimersRunOneAtATimeInOrderWhileSlicesChangeHands() throws Exception {
    // Every look at the clock is a third of a slice later, so that the loop changes hands all the
    // time.
    Set<Thread> holders =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    loop = new Loop("test", threads, () -> time.addAndGet(SLICE / 3));
    loop.start();
    int senders = 4;
    int each = 5_000;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger timersRun = new AtomicInteger();
    List<List<Integer>> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(senders * each + senders * each / 10);
    for (int s = 0; s < senders; s++) {
      List<Integer> mine = new ArrayList<>();
      ran.add(mine);
      threads.execute(
          () -> {
            for (int i = 0; i < each; i++) {
              int number = i;
              loop.execute(
                  () -> {
                    overlaps.addAndGet(inside.getAndIncrement());
                    assertThat(loop.isHeldByCaller()).isTrue();
                    holders.add(Thread.currentThread());
                    mine.add(number);
                    inside.decrementAndGet();
                    done.countDown();
                  });
              if (i % 10 == 0) {
                loop.after(
                    Duration.ofMillis(i % 7),
                    () -> {
                      overlaps.addAndGet(inside.getAndIncrement());
                      timersRun.incrementAndGet();
                      inside.decrementAndGet();
                      done.countDown();
                    });
              }
            }
          });
    }
    await(done);
    assertThat(overlaps).hasValue(0);
    assertThat(timersRun).hasValue(senders * each / 10);
    ran.forEach(mine -> assertThat(mine).hasSize(each).isSorted());
    // On a fast machine all of that may have fitted into the first slice: then some more.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (holders.size() < 2 && System.nanoTime() < deadline) {
      CountDownLatch one = new CountDownLatch(1);
      loop.execute(
          () -> {
            holders.add(Thread.currentThread());
            one.countDown();
          });
      await(one);
    }
    assertThat(holders).as("threads that held the loop").hasSizeGreaterThan(1);
  }

  @Test
  void timersRunInTheOrderOfTheirTimeThenOfTheirMaking() throws Exception {
    loop = start();
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          loop.after(Duration.ofMillis(30), () -> ran.add("third"));
          loop.after(Duration.ofMillis(20), () -> ran.add("first"));
          loop.after(Duration.ofMillis(20), () -> ran.add("second"));
          loop.after(Duration.ofMillis(10), () -> ran.add("cancelled")).cancel();
          loop.after(Duration.ofMillis(40), done::countDown);
        });
    advanceUntil(done);
    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void aTimerDoesNotRunBeforeItsTime() throws Exception {
    loop = start();
    AtomicInteger ran = new AtomicInteger();
    loop.after(Duration.ofMillis(100), ran::incrementAndGet);
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(99));
    passThrough();
    assertThat(ran).hasValue(0);
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    CountDownLatch done = new CountDownLatch(1);
    loop.after(Duration.ZERO, done::countDown);
    await(done);
    assertThat(ran).hasValue(1);
  }

  @Test
  void aCancelledTimerKeepsNothingAlive() throws Exception {
    loop = start();
    WeakReference<byte[]> kept = cancelledTimerWith(new byte[1000]);
    awaitCollected(() -> kept.get() == null);
  }

  private WeakReference<byte[]> cancelledTimerWith(byte[] bytes) throws InterruptedException {
    Timer timer = loop.after(Duration.ofHours(1), () -> bytes[0]++);
    passThrough();
    timer.cancel();
    return new WeakReference<>(bytes);
  }

  @Test
  void cancelledTimersDoNotPileUpUntilTheirTimeHasCome() throws Exception {
    loop = start();
    List<WeakReference<Timer>> timers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Timer timer = loop.after(Duration.ofHours(1), () -> {});
      timer.cancel();
      timers.add(new WeakReference<>(timer));
    }
    passThrough();
    awaitCollected(() -> timers.stream().filter(timer -> timer.get() != null).count() < 5_000);
  }

  private static void awaitCollected(BooleanSupplier collected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!collected.getAsBoolean()) {
      assertThat(System.nanoTime()).as("what nobody needs is collected").isLessThan(deadline);
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Test
  void aTimerThatIsNeverToRunDoesNotHoldUpOthers() throws Exception {
    loop = start();
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(
        () -> {
          loop.after(Duration.ofMillis(10), ran::countDown);
          // Nobody has looked at the timers since: that one is late when the next one is added.
          time.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
          loop.after(Duration.ofNanos(Long.MAX_VALUE), () -> {});
          loop.after(ChronoUnit.FOREVER.getDuration(), () -> {});
        });
    await(ran);
  }

  @Test
  void anExecutorThatRefusesTheSuccessorIsAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    loop =
        new Loop(
            "test",
            task -> {
              int turn = asked.getAndIncrement() % 4;
              if (turn == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              } else if (turn > 1) {
                throw new RejectedExecutionException("no threads");
              }
              threads.execute(task);
            },
            () -> time.addAndGet(SLICE / 10));
    loop.start();
    while (asked.get() < 20) {
      passThrough();
    }
    passThrough();
  }

  @Test
  void anExecutorThatRefusesOnceIsNoMatterForAnOperator() throws Exception {
    assertThat(warningsOfALoopRefused("once", 1)).isEmpty();
  }

  @Test
  void anExecutorThatGoesOnRefusingIsReported() throws Exception {
    assertThat(warningsOfALoopRefused("again and again", Integer.MAX_VALUE))
        .isNotEmpty()
        .allSatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("TLP1002: I/O loop again and again: ")
                    .contains("thread pool is too small"));
  }

  /** Returns what is logged of a loop whose executor refuses so many successors in a row. */
  private List<String> warningsOfALoopRefused(String name, int most) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (LogRecords log = new LogRecords(Level.WARNING, "loop " + name)) {
      loop =
          new Loop(
              name,
              task -> {
                int turn = asked.getAndIncrement();
                if (turn >= 1 && turn <= most) {
                  throw new RejectedExecutionException("no threads");
                }
                threads.execute(task);
              },
              () -> time.addAndGet(SLICE / 10));
      loop.start();
      // Other tests may have had the same warning printed, which is then left out for a while.
      while (asked.get() < 20 || (most > 20 && log.messages().isEmpty())) {
        passThrough();
      }
      return log.messages();
    }
  }

  @Test
  void anExecutorThatRefusesTheFirstSliceIsReported() throws Exception {
    Loop refused =
        new Loop(
            "test",
            task -> {
              throw new RejectedExecutionException("no threads");
            },
            time::get);
    assertThatThrownBy(refused::start).isInstanceOf(RejectedExecutionException.class);
    assertThat(refused.close(Duration.ZERO)).isTrue();
  }

  @Test
  void whileTheSuccessorHasNotBegunTheLoopGoesOn() throws Exception {
    LinkedBlockingQueue<Runnable> submitted = new LinkedBlockingQueue<>();
    loop = new Loop("test", submitted::add, time::get);
    loop.start();
    threads.execute(submitted.take());
    Runnable successor = successor(loop, submitted);
    for (int i = 0; i < 100; i++) {
      time.addAndGet(SLICE);
      passThrough();
    }
    assertThat(submitted).as("one successor is enough").isEmpty();
    threads.execute(successor);
    assertThat(successor(loop, submitted)).as("the next one").isNotSameAs(successor);
  }

  @Test
  void aSliceThatBeginsAfterTheEndEndsAtOnce() throws Exception {
    LinkedBlockingQueue<Runnable> submitted = new LinkedBlockingQueue<>();
    Loop ended = new Loop("test", submitted::add, time::get);
    ended.start();
    threads.execute(submitted.take());
    Runnable late = successor(ended, submitted);
    assertThat(ended.close(Duration.ofSeconds(20))).isTrue();
    late.run();
    assertThat(ended.isHeldByCaller()).isFalse();
  }

  @Test
  void aTaskThatFailsDoesNotEndTheLoop() throws Exception {
    loop = start();
    loop.execute(
        () -> {
          throw new IllegalStateException("a test");
        });
    loop.execute(
        () -> {
          throw new OutOfMemoryError("a test");
        });
    loop.after(
        Duration.ZERO,
        () -> {
          throw new NoClassDefFoundError("a test");
        });
    passThrough();
    passThrough();
  }

  @Test
  void whatWasSubmittedBeforeTheEndStillRuns() throws Exception {
    loop = start();
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch blocked = new CountDownLatch(1);
    loop.execute(() -> awaitQuietly(blocked));
    for (int i = 0; i < 10_000; i++) {
      loop.execute(ran::incrementAndGet);
    }
    loop.requestClose();
    blocked.countDown();
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    assertThat(ran).hasValue(10_000);
  }

  @Test
  void aLoopThatNeverStartedCanBeClosed() throws Exception {
    Loop idle = new Loop("test", threads, time::get);
    assertThat(idle.close(Duration.ZERO)).isTrue();
    assertThatThrownBy(idle::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptOfItsThreadDoesNotDisturbTheLoop() throws Exception {
    loop = start();
    loop.execute(Thread.currentThread()::interrupt);
    loop.execute(() -> Thread.currentThread().interrupt());
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(done::countDown);
    while (done.getCount() > 0) {
      Thread.interrupted();
      Thread.onSpinWait();
    }
    Thread.interrupted();
    passThrough();
  }

  /** Lets time pass until the loop has submitted its next slice. */
  private Runnable successor(Loop of, LinkedBlockingQueue<Runnable> submitted)
      throws InterruptedException {
    Runnable next;
    while ((next = submitted.poll()) == null) {
      time.addAndGet(SLICE);
      passThrough(of);
    }
    return next;
  }

  private Loop start() throws IOException {
    Loop started = new Loop("test", threads, time::get);
    started.start();
    return started;
  }

  /** Waits until the loop has come round. */
  private void passThrough() throws InterruptedException {
    passThrough(loop);
  }

  private static void passThrough(Loop loop) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(2);
    loop.execute(
        () -> {
          done.countDown();
          loop.execute(done::countDown);
        });
    await(done);
  }

  private void advanceUntil(CountDownLatch done) throws InterruptedException {
    while (done.getCount() > 0) {
      time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
      passThrough();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      await(latch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
