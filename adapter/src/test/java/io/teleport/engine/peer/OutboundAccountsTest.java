package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.BackpressureException;
import io.teleport.engine.frame.Destination;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboundAccountsTest {

  private static final int THREADS = 4;
  private static final int MOST = InboundAccounts.MOST_ACCOUNTS;

  private final OutboundAccounts accounts =
      new OutboundAccounts(new SendBudget(1000), 100, destination -> null);

  @Test
  void aDestinationHasOneAccountOfEachKind() {
    Destination orders = new Destination.Name("orders");
    OutboundAccount numbered = accounts.of(orders, true);
    assertThat(accounts.of(orders, true)).isSameAs(numbered);
    assertThat(accounts.of(orders, false)).isNotSameAs(numbered);
  }

  @Test
  void manyThreadsAtOnceOpenNoMoreThanTheReceiverAllows() throws Exception {
    for (int name = 0; name < MOST - 1; name++) {
      accounts.of(new Destination.Name("name" + name), true);
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Boolean>> opened =
          IntStream.range(0, THREADS)
              .mapToObj(thread -> threads.submit(() -> isOpened(start, "last" + thread)))
              .toList();
      int count = 0;
      for (Future<Boolean> one : opened) {
        count += one.get(20, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(count).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean isOpened(CyclicBarrier start, String name) throws Exception {
    start.await(20, TimeUnit.SECONDS);
    try {
      accounts.of(new Destination.Name(name), true);
      return true;
    } catch (BackpressureException e) {
      return false;
    }
  }
}
