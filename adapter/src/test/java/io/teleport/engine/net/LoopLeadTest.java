package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that run a loop while they wait for what it brings. */
@Timeout(20)
class LoopLeadTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private final AtomicInteger slices = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Loop watcher;
  private Loop loop;
  private volatile boolean hasEnded;
  private volatile CompletableFuture<Thread> reader;

  @BeforeEach
  void start() throws Exception {
    watcher = new Loop("watcher", threads, System::nanoTime);
    loop =
        new Loop(
            "led",
            task -> {
              slices.incrementAndGet();
              threads.execute(task);
            },
            System::nanoTime);
    loop.watchedBy(watcher);
    watcher.start();
    loop.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    assertThat(watcher.close(Duration.ofSeconds(20))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
    }
  }

  /** Has a byte come by a channel, and leads until it is read; returns who read it. */
  private Thread readerOfByte(Pipe pipe) throws Exception {
    CompletableFuture<Thread> next = new CompletableFuture<>();
    reader = next;
    threads.execute(
        () -> {
          try {
            pipe.sink().write(ByteBuffer.allocate(1));
          } catch (IOException e) {
            next.completeExceptionally(e);
          }
        });
    loop.lead(next, LONG, 0);
    return next.get(20, TimeUnit.SECONDS);
  }

  private void read(Pipe pipe) {
    try {
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
      reader.complete(Thread.currentThread());
    } catch (IOException e) {
      reader.completeExceptionally(e);
    }
  }

  /** Leads until something is done, as soon as the loop lets it. */
  private Loop.Lead lead(Future<?> until, long timeout) throws InterruptedException {
    Loop.Lead lead = loop.lead(until, timeout, 0);
    while (lead == Loop.Lead.NOT_NOW && !hasEnded) {
      // Whoever has the loop makes way after the next thing that happens.
      loop.runAndWait(() -> {});
      long soon = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
      while (!loop.isUnattended() && System.nanoTime() < soon) {
        Thread.onSpinWait();
      }
      lead = loop.lead(until, timeout, 0);
    }
    return lead;
  }

  @Test
  void aThreadThatComesAgainAndAgainRunsTheLoopItself() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    loop.runAndWait(
        () -> {
          try {
            loop.register(pipe.source(), SelectionKey.OP_READ, key -> read(pipe));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    int own = 0;
    for (int i = 0; i < 2000; i++) {
      if (readerOfByte(pipe) == Thread.currentThread()) {
        own++;
      }
    }
    assertThat(own).as("bytes of 2000 that the thread read itself").isGreaterThan(1000);
    pipe.source().close();
    pipe.sink().close();
  }

  @Test
  void whenItIsDoneOthersServeTheLoop() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(lead(CompletableFuture.completedFuture(i), LONG)).isEqualTo(Loop.Lead.LED);
      CountDownLatch ran = new CountDownLatch(2);
      loop.execute(ran::countDown);
      loop.after(Duration.ofMillis(1), ran::countDown);
      assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void timersRunWhileNothingElseHappens() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    loop.runAndWait(() -> loop.after(Duration.ofMillis(20), ran::countDown));
    lead(CompletableFuture.completedFuture(null), LONG);
    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itLeadsNoLongerThanItWants() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    assertThat(lead(never, TimeUnit.MILLISECONDS.toNanos(20))).isEqualTo(Loop.Lead.LED);
  }

  @Test
  void itEndsWhenTheThreadIsInterruptedWhichItStillIsThen() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    CountDownLatch leads = new CountDownLatch(1);
    FutureTask<Boolean> leading =
        new FutureTask<>(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                loop.lead(never, LONG, 0);
              }
              return Thread.interrupted();
            });
    Thread thread = new Thread(leading, "leading");
    thread.start();
    do {
      loop.execute(
          () -> {
            if (Thread.currentThread() == thread) {
              leads.countDown();
            }
          });
    } while (!leads.await(1, TimeUnit.MILLISECONDS));
    thread.interrupt();
    assertThat(leading.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void slicesChangeHandsThoughItIsLedAllTheTime() {
    int before = slices.get();
    CompletableFuture<Void> never = new CompletableFuture<>();
    holds(
        "three slices began",
        () -> {
          loop.lead(never, TimeUnit.MILLISECONDS.toNanos(10), 0);
          return slices.get() - before >= 3;
        });
  }

  @Test
  void whatIsToBeRunAsideIsNotRunByAThreadThatLeads() throws Exception {
    AtomicBoolean ranAside = new AtomicBoolean();
    AtomicBoolean taken = new AtomicBoolean();
    Thread me = Thread.currentThread();
    Loop.Lead lead = Loop.Lead.LED;
    while (lead != Loop.Lead.NOT_ALONE) {
      CompletableFuture<Void> ran = new CompletableFuture<>();
      threads.execute(
          () ->
              loop.execute(
                  () -> {
                    if (Thread.currentThread() == me) {
                      taken.set(loop.runAside(() -> ranAside.set(true), threads));
                    }
                    ran.complete(null);
                  }));
      lead = lead(ran, LONG);
      ran.get(20, TimeUnit.SECONDS);
    }
    assertThat(taken).isFalse();
    assertThat(ranAside).isFalse();
  }

  @Test
  void whoIsAsideDoesNotMakeTheThreadOfTheLoopStandByWhenItReturns() throws Exception {
    CompletableFuture<Loop.Lead> aside = new CompletableFuture<>();
    loop.execute(
        () ->
            loop.runAside(
                () -> aside.complete(loop.lead(new CompletableFuture<>(), LONG, 0)), threads));
    assertThat(aside.get(20, TimeUnit.SECONDS)).isEqualTo(Loop.Lead.NOT_NOW);
    for (int i = 0; i < 1000; i++) {
      loop.runAndWait(() -> {});
      assertThat(loop.isUnattended()).isFalse();
    }
  }

  @Test
  void aLoopCanBeClosedWhileItIsLed() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    FutureTask<Loop.Lead> leading = new FutureTask<>(() -> lead(never, LONG));
    new Thread(leading, "leading").start();
    CountDownLatch ran = new CountDownLatch(1);
    loop.execute(ran::countDown);
    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    assertThat(loop.lead(never, LONG, 0)).isEqualTo(Loop.Lead.NOT_NOW);
    hasEnded = true;
    leading.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aLoopCanBeClosedWhileItsThreadStandsBy() throws Exception {
    lead(CompletableFuture.completedFuture(null), LONG);
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void whoeverLeadsAllTasksRunOneAtATimeAndNoneIsLost() throws Exception {
    int leaders = 3;
    int each = 4_000;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    FutureTask<?>[] tasks = new FutureTask<?>[leaders];
    for (int i = 0; i < leaders; i++) {
      Random random = new Random(i);
      tasks[i] =
          new FutureTask<>(
              () -> {
                for (int n = 0; n < each; n++) {
                  CompletableFuture<Void> done = new CompletableFuture<>();
                  Runnable task =
                      () -> {
                        overlaps.addAndGet(inside.getAndIncrement());
                        ran.incrementAndGet();
                        inside.decrementAndGet();
                        done.complete(null);
                      };
                  if (random.nextInt(10) == 0) {
                    loop.after(Duration.ZERO, task);
                  } else {
                    loop.execute(task);
                  }
                  if (random.nextBoolean()) {
                    loop.lead(done, LONG, random.nextInt(50_000));
                  }
                  done.get(20, TimeUnit.SECONDS);
                }
                return null;
              });
      new Thread(tasks[i], "leader " + i).start();
    }
    for (FutureTask<?> task : tasks) {
      task.get(50, TimeUnit.SECONDS);
    }
    assertThat(ran).hasValue(leaders * each);
    assertThat(overlaps).hasValue(0);
  }
}
