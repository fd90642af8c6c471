package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Inbox;
import io.teleport.engine.node.Registration;
import io.teleport.engine.observe.Counters;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a bean that takes long is left to the delivery threads. */
class PromptPauseTest {

  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(1);

  private final AtomicLong time = new AtomicLong();
  private final AtomicInteger byOthers = new AtomicInteger();
  private final PromptDelivery prompt =
      new PromptDelivery(new Reading(), task -> byOthers.incrementAndGet(), time::get);

  /** A node whose thread has always just read a message. */
  private static final class Reading implements Host {

    @Override
    public NodeName name() {
      return NodeName.of("alpha@127.0.0.1");
    }

    @Override
    public Registration register(String name, Inbox inbox) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public void after(Duration delay, Runnable task) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public boolean deliverAside(Runnable delivery, Executor elsewhere) {
      delivery.run();
      return true;
    }

    @Override
    public Counters counters() {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public void deadLetter(InboundMessage message, String reason) {
      throw new IllegalStateException("not asked for");
    }
  }

  /** Delivers to a bean that takes so long; returns whether the thread that read did it. */
  private boolean deliver(long nanos) {
    int before = byOthers.get();
    prompt.execute(() -> time.addAndGet(nanos));
    return byOthers.get() == before;
  }

  @Test
  void aBeanThatIsBriefIsAlwaysDeliveredToPromptly() {
    for (int i = 0; i < 1000; i++) {
      assertThat(deliver(10_000)).isTrue();
    }
  }

  @Test
  void aSingleDeliveryThatTakesLongIsForgiven() {
    for (int i = 0; i < 100; i++) {
      assertThat(deliver(i % 5 == 0 ? LONG : 10_000)).isTrue();
    }
  }

  @Test
  void aBeanThatTakesLongAgainAndAgainIsLeftToOthersForAHundredTimesAsLongAsThatTook() {
    assertThat(deliver(LONG)).isTrue();
    assertThat(deliver(LONG)).isTrue();
    assertThat(deliver(LONG)).isTrue();
    assertThat(deliver(LONG)).isFalse();
    time.addAndGet(299 * LONG);
    assertThat(deliver(LONG)).isFalse();
    time.addAndGet(LONG);
    assertThat(deliver(LONG)).isTrue();
  }

  @Test
  void aBeanThatTakesVeryLongIsLeftToOthersAtOnce() {
    assertThat(deliver(10 * LONG)).isTrue();
    assertThat(deliver(LONG)).isFalse();
    time.addAndGet(1001 * LONG);
    assertThat(deliver(LONG)).isTrue();
  }
}
