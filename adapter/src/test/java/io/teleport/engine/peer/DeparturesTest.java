package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is accepted and not confirmed, and who waits for the end of it. */
class DeparturesTest {

  private final SendBudget budget = new SendBudget(1 << 20);
  private final Departures departures =
      new Departures(null, new OutboundAccounts(budget, 1 << 20, to -> null));

  @Test
  void whoWaitsUntilAllIsConfirmedIsToldThatTheLastMessageWasNotAccepted() throws Exception {
    byte[] frame = new byte[64];
    SmallSend send =
        new SmallSend(frame, frame.length, departures::carry, budget.share(), new Told(), true);
    long number = departures.add(send, frame);
    AtomicInteger left = new AtomicInteger(-1);
    Thread leaving =
        new Thread(
            () -> {
              try {
                left.set(
                    departures.awaitConfirmed(System.nanoTime() + TimeUnit.MINUTES.toNanos(5)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    leaving.setDaemon(true);
    leaving.start();
    while (leaving.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(1_000_000);
    }

    assertThat(departures.remove(number, send)).isTrue();
    leaving.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(left).hasValue(0);
  }
}
