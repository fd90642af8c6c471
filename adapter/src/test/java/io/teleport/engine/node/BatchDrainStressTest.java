package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Every item is handled once, by no more tasks than allowed, whoever offers when. */
class BatchDrainStressTest {

  private static final int ITEMS_PER_PRODUCER = 2_000;

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyItemIsHandledOnceAndNoTaskIsLeft(
      @ForAll @IntRange(min = 1, max = 8) int producers,
      @ForAll @IntRange(min = 1, max = 6) int parallelism,
      @ForAll @IntRange(min = 1, max = 70) int batchSize,
      @ForAll @IntRange(min = 0, max = 60) int rejectedPercent,
      @ForAll @IntRange(min = 0, max = 20) int unavailablePercent)
      throws Exception {
    int items = producers * ITEMS_PER_PRODUCER;
    AtomicIntegerArray seen = new AtomicIntegerArray(items);
    AtomicInteger concurrent = new AtomicInteger();
    AtomicInteger mostConcurrent = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(items);
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(4);
    try {
      Executor refusing =
          task -> {
            if (percent(rejectedPercent)) {
              throw new RejectedExecutionException("by the test");
            }
            pool.execute(task);
          };
      BatchDrain<Integer> drain =
          new BatchDrain<>(
              refusing,
              new BatchDrain.Limits(parallelism, batchSize, Duration.ofMillis(5)),
              System::nanoTime,
              (delay, task) -> {
                var unused = pool.schedule(task, 50, TimeUnit.MICROSECONDS);
              },
              batch -> {
                mostConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
                if (percent(unavailablePercent)) {
                  concurrent.decrementAndGet();
                  return Duration.ofNanos(1);
                }
                for (Integer item = batch.next(); item != null; item = batch.next()) {
                  seen.incrementAndGet(item);
                  all.countDown();
                }
                concurrent.decrementAndGet();
                return Duration.ZERO;
              });
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * ITEMS_PER_PRODUCER;
        threads.add(new Thread(() -> offerAll(drain, first)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(all.await(20, TimeUnit.SECONDS))
          .as("%d items left behind, %d tasks", all.getCount(), drain.tasks())
          .isTrue();
      IntStream.range(0, items).forEach(i -> assertThat(seen.get(i)).isEqualTo(1));
      assertThat(mostConcurrent.get()).isLessThanOrEqualTo(parallelism);
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(drain.tasks()).isZero();
    } finally {
      pool.shutdownNow();
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void whenClosedUnderLoadEveryItemIsHandledOrGivenBackOrRefused(
      @ForAll @IntRange(min = 1, max = 6) int producers,
      @ForAll @IntRange(min = 1, max = 4) int parallelism)
      throws Exception {
    int items = producers * ITEMS_PER_PRODUCER;
    AtomicIntegerArray seen = new AtomicIntegerArray(items);
    CountDownLatch some = new CountDownLatch(items / 4);
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(4);
    try {
      BatchDrain<Integer> drain =
          new BatchDrain<>(
              pool,
              new BatchDrain.Limits(parallelism, 16, Duration.ofMillis(5)),
              System::nanoTime,
              (delay, task) -> {
                var unused = pool.schedule(task, 50, TimeUnit.MICROSECONDS);
              },
              batch -> {
                for (Integer item = batch.next(); item != null; item = batch.next()) {
                  seen.incrementAndGet(item);
                  some.countDown();
                }
                return Duration.ZERO;
              });
      BitSet refused = new BitSet();
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * ITEMS_PER_PRODUCER;
        threads.add(
            new Thread(
                () -> {
                  for (int i = first; i < first + ITEMS_PER_PRODUCER; i++) {
                    if (!drain.offer(i)) {
                      synchronized (refused) {
                        refused.set(i);
                      }
                    }
                  }
                }));
      }
      threads.forEach(Thread::start);
      some.await();
      List<Integer> left = drain.close(Duration.ofSeconds(10));
      for (Thread thread : threads) {
        thread.join();
      }
      left.forEach(seen::incrementAndGet);
      refused.stream().forEach(seen::incrementAndGet);
      IntStream.range(0, items).forEach(i -> assertThat(seen.get(i)).as("item %d", i).isEqualTo(1));
    } finally {
      pool.shutdownNow();
    }
  }

  private static void offerAll(BatchDrain<Integer> drain, int first) {
    for (int i = first; i < first + ITEMS_PER_PRODUCER; i++) {
      drain.offer(i);
      if (i % 97 == 0) {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  private static boolean percent(int chance) {
    return ThreadLocalRandom.current().nextInt(100) < chance;
  }
}
