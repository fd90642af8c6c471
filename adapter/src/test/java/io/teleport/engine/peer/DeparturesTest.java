package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is accepted and not confirmed, and who waits for the end of it. */
class DeparturesTest {

  private static final Destination ORDERS = new Destination.Name("orders");

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

  @Test
  void aReceiverThatWantsWhatIsNotKeptHearsThatItWillNotCome() throws Exception {
    GatherList content =
        new GatherList(List.of(new Segment.Heap(new byte[10], 0, 10)), 0, 10, 0, null);
    byte[] announcement =
        FrameEncoder.open(
            MessageKind.SEND,
            0,
            ORDERS,
            Passage.NO_STRAND,
            10,
            0,
            OpenFlags.NONE,
            ByteBuffer.allocate(0));
    SendBudget.Share share = budget.share();
    assertThat(share.tryAcquire(10)).isTrue();
    Told told = new Told();
    BulkSend send =
        new BulkSend(
            announcement,
            ORDERS,
            departures::carry,
            new BulkContent(content, 0),
            share,
            10,
            Long.MAX_VALUE,
            told,
            true,
            fault -> {});
    RecordingPool pool = new RecordingPool();
    departures.resume(pool, 1);
    long number = departures.add(send, announcement);
    send.go();
    pool.take();

    departures.onAllow(pool, new Frame.Allow(number, 11, 20));

    assertThat(told.what).startsWith("lost: the receiver wants bytes again");
    assertThat(pool.take())
        .singleElement()
        .isInstanceOfSatisfying(
            Frame.Abort.class, abort -> assertThat(abort.number()).isEqualTo(number));
    assertThat(budget.used()).isZero();
  }
}
