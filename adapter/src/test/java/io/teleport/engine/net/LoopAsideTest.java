package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the thread that holds a loop does aside. */
@Timeout(60)
class LoopAsideTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean refusing = new AtomicBoolean();
  private Loop watcher;
  private Loop loop;

  @BeforeEach
  void startTwo() throws IOException {
    watcher = new Loop("watcher", threads, System::nanoTime);
    loop = new Loop("watched", this::executeUnlessRefusing, System::nanoTime);
    loop.watchedBy(watcher);
    watcher.start();
    loop.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    refusing.set(false);
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    assertThat(watcher.close(Duration.ofSeconds(20))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private void executeUnlessRefusing(Runnable task) {
    if (refusing.get()) {
      throw new RejectedExecutionException("no threads");
    }
    threads.execute(task);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      await(latch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A task that blocks, as a listener may, until it is released. */
  private final class BlockingTask implements Runnable {

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Thread thread;
    private volatile boolean returns;

    /** Has the thread of the loop run it aside; returns when it blocks. */
    BlockingTask begin() throws InterruptedException {
      loop.execute(() -> loop.runAside(this, threads));
      await(blocked);
      return this;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      blocked.countDown();
      awaitUninterrupted(released);
      returns = true;
    }

    void release() {
      released.countDown();
    }
  }

  @Test
  void aTaskIsRunByTheThreadThatHadTheLoopWhenItHoldsItNoMore() throws Exception {
    AtomicReference<Thread> holder = new AtomicReference<>();
    AtomicReference<Thread> runner = new AtomicReference<>();
    AtomicBoolean held = new AtomicBoolean(true);
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          holder.set(Thread.currentThread());
          loop.runAside(
              () -> {
                runner.set(Thread.currentThread());
                held.set(loop.isHeldByCaller());
                done.countDown();
              },
              threads);
        });
    await(done);
    assertThat(runner.get()).isSameAs(holder.get());
    assertThat(held).isFalse();
  }

  @Test
  void onlyOneTaskIsTakenAndOnlyFromTheThreadThatHoldsTheLoop() throws Exception {
    AtomicBoolean first = new AtomicBoolean();
    AtomicBoolean second = new AtomicBoolean();
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(
        () -> {
          first.set(loop.runAside(ran::countDown, threads));
          second.set(loop.runAside(() -> {}, threads));
        });
    await(ran);
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(loop.runAside(() -> {}, threads)).isFalse();
  }

  @Test
  void aThreadThatReturnsWhileAnotherOneLooksInEndsTheLoopThatIsToBeClosed() throws Exception {
    refusing.set(true);
    BlockingTask task = new BlockingTask().begin();
    loop.requestClose();
    // Run by the watcher, which has the loop for a moment.
    loop.execute(
        () -> {
          task.release();
          // Then it waits for the loop, or has gone without it and waits for other work.
          while (!task.returns || task.thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        });
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void aLoopThatNobodyWatchesTakesNone() throws Exception {
    AtomicBoolean taken = new AtomicBoolean(true);
    watcher.runAndWait(() -> taken.set(watcher.runAside(() -> {}, threads)));
    assertThat(taken).isFalse();
  }

  @Test
  void aLoopThatHasMuchToReadLeavesTheTaskToOthers() throws Exception {
    AtomicReference<Thread> holder = new AtomicReference<>();
    AtomicReference<Thread> runner = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    loop.execute(
        () -> {
          holder.set(Thread.currentThread());
          loop.runAside(
              () -> {
                runner.set(Thread.currentThread());
                done.countDown();
              },
              threads);
          loop.stayWithSockets();
          awaitUninterrupted(goOn);
        });
    await(done);
    goOn.countDown();
    assertThat(runner.get()).isNotSameAs(holder.get());
  }

  @Test
  void whileATaskBlocksAnotherThreadTakesOver() throws Exception {
    BlockingTask task = new BlockingTask().begin();
    for (int i = 0; i < 100; i++) {
      AtomicReference<Thread> runner = new AtomicReference<>();
      CountDownLatch ran = new CountDownLatch(1);
      loop.execute(
          () -> {
            runner.set(Thread.currentThread());
            ran.countDown();
          });
      await(ran);
      assertThat(runner.get()).isNotSameAs(task.thread);
    }
    task.release();
  }

  @Test
  void whileATaskBlocksAndThereAreNoThreadsTheWatcherStandsIn() throws Exception {
    loop.execute(() -> refusing.set(true));
    BlockingTask task = new BlockingTask().begin();
    for (int i = 0; i < 20; i++) {
      AtomicBoolean asTheWatcher = new AtomicBoolean();
      CountDownLatch ran = new CountDownLatch(1);
      loop.execute(
          () -> {
            asTheWatcher.set(watcher.isHeldByCaller());
            ran.countDown();
          });
      await(ran);
      assertThat(asTheWatcher).isTrue();
    }
    task.release();
  }

  @Test
  void aLoopCanBeClosedWhileATaskBlocks() throws Exception {
    BlockingTask task = new BlockingTask().begin();
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    task.release();
  }

  @Test
  void aTaskThatFailsEndsNothing() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(
        () ->
            loop.runAside(
                () -> {
                  throw new IllegalStateException("as intended by a test");
                },
                threads));
    loop.execute(ran::countDown);
    await(ran);
  }
}
