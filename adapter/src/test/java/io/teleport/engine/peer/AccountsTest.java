package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.ProtocolViolationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Credit: what a sender may send to one destination, and how the receiver sees it. */
class AccountsTest {

  private static final Destination ORDERS = new Destination.Name("orders");

  private final List<Integer> went = new ArrayList<>();
  private final OutboundAccount out = account(100);

  private static OutboundAccount account(long credit) {
    return new OutboundAccount(credit, new SendBudget(1000).share(), () -> null);
  }

  @Test
  void whoHasCreditGoesAtOnce() {
    assertThat(out.submit(passenger(40))).isTrue();
    assertThat(out.submit(passenger(60))).isTrue();
    assertThat(out.submit(passenger(1))).isFalse();
    assertThat(went).containsExactly(40, 60);
  }

  @Test
  void nobodyOvertakesWhoWaits() {
    out.submit(passenger(90));
    assertThat(out.submit(passenger(20))).isFalse();
    assertThat(out.submit(passenger(5))).as("there is credit, but it came later").isFalse();

    assertThat(out.credit(109, -1)).isFalse();
    assertThat(went).containsExactly(90);
    assertThat(out.credit(110, -1)).isTrue();
    assertThat(went).containsExactly(90, 20);
    assertThat(out.credit(115, -1)).isTrue();
    assertThat(went).containsExactly(90, 20, 5);
  }

  @Test
  void oneCreditLetsManyGoInTheirOrder() {
    out.submit(passenger(100));
    for (int i = 1; i <= 10; i++) {
      out.submit(passenger(i));
    }
    out.credit(1100, -1);
    assertThat(went).containsExactly(100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void aCreditThatIsLostIsMadeUpForByTheNext() {
    out.submit(passenger(100));
    out.submit(passenger(30));
    assertThat(out.credit(130, -1)).as("the one for 110 was lost").isTrue();
    assertThat(out.credit(110, -1)).as("and comes late").isFalse();
    assertThat(out.submit(passenger(1))).isFalse();
  }

  @Test
  void whatDidNotArriveTakesNoCreditAfterwards() {
    out.submit(passenger(100));
    out.submit(passenger(30));
    assertThat(out.credit(100, 60)).as("40 were lost with their socket").isTrue();
    assertThat(went).containsExactly(100, 30);
    assertThat(out.submit(passenger(11))).isFalse();
  }

  @Test
  void whoDoesNotWantToGoAnyMoreTakesNoCredit() {
    OutboundAccount.Passenger unwilling =
        new OutboundAccount.Passenger() {
          @Override
          public int cost() {
            return 60;
          }

          @Override
          public boolean go() {
            return false;
          }
        };
    out.submit(unwilling);
    assertThat(out.submit(passenger(100))).isTrue();
  }

  @Test
  void whoComesAfterTheEndWithBestEffortDoesNotWaitForCreditThatNeverComes() {
    out.submit(passenger(100));
    out.submit(passenger(1));
    assertThat(out.clear(true)).hasSize(1);

    assertThat(out.submit(passenger(2))).isTrue();
    assertThat(went).containsExactly(100, 2);
  }

  @Test
  void messagesOfAStrandFollowEachOther() throws SessionClosedException {
    List<Long> before = new ArrayList<>();
    for (long number : new long[] {4, 7, 9}) {
      out.submit(passenger(1), 3, after -> record(before, after, number));
    }
    out.submit(passenger(1), 5, after -> record(before, after, 10));
    out.submit(passenger(1), Passage.NO_STRAND, after -> record(before, after, 11));
    assertThat(before).containsExactly(0L, 4L, 7L, 0L, 0L);
  }

  @Test
  void whoGetsNoNumberDoesNotGoAndTakesNoCredit() throws SessionClosedException {
    assertThat(out.submit(passenger(100), Passage.NO_STRAND, after -> 0)).isFalse();
    assertThat(went).isEmpty();

    assertThat(out.submit(passenger(100), Passage.NO_STRAND, after -> 1)).isTrue();
    assertThat(out.submit(passenger(1), Passage.NO_STRAND, after -> 2)).isFalse();
    assertThat(went).containsExactly(100);
  }

  @Test
  void manyThreadsPassengersGoInTheOrderOfTheirNumbers() throws Exception {
    OutboundAccount account = account(Long.MAX_VALUE);
    AtomicLong numbers = new AtomicLong();
    List<Long> gone = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> senders =
          Collections.nCopies(
              4,
              () -> {
                start.await(20, TimeUnit.SECONDS);
                for (int i = 0; i < 100_000; i++) {
                  Numbered message = new Numbered(gone);
                  account.submit(
                      message,
                      Passage.NO_STRAND,
                      after -> message.number = numbers.incrementAndGet());
                }
                return null;
              });
      for (Future<Void> sender : threads.invokeAll(senders, 20, TimeUnit.SECONDS)) {
        sender.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(gone).hasSize(400_000).isSorted();
  }

  @Test
  void whatWaitsWhileAnAccountIsClosedIsFollowedByWhatComesAfterwards()
      throws SessionClosedException {
    OutboundAccount account = account(1000);
    account.submit(passenger(10));
    account.credit(1010, -1);
    assertThat(account.sweep(1000)).isEqualTo(OutboundAccount.Sweep.KEEP);
    assertThat(account.sweep(1000)).isEqualTo(OutboundAccount.Sweep.CLOSE);

    List<Long> followed = new ArrayList<>();
    account.submit(passenger(20), 7, after -> 41);
    account.submit(passenger(21), 7, after -> record(followed, after, 42));
    assertThat(went).containsExactly(10);
    assertThat(account.closed(1000)).as("it goes, though somebody waits").isFalse();
    account.submit(passenger(22), 7, after -> record(followed, after, 43));
    assertThat(followed).containsExactly(41L, 42L);
    assertThat(went).containsExactly(10, 20, 21, 22);
  }

  private static long record(List<Long> followed, long after, long number) {
    followed.add(after);
    return number;
  }

  @Test
  void whoIsForgottenNeverGoes() {
    out.submit(passenger(100));
    out.submit(passenger(1));
    out.clear(false);
    assertThat(out.credit(1100, -1)).isFalse();
    assertThat(went).containsExactly(100);
  }

  @Test
  void theReceiverCountsUntilTheWindowIsFull() throws Exception {
    InboundAccount in = new InboundAccount(ORDERS, false, 100);
    in.arrived(60);
    in.arrived(40);
    assertThatThrownBy(() -> in.arrived(1))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("100 bytes")
        .hasMessageContaining("orders");
  }

  @Test
  void creditGoesBackInLumpsOfAQuarterOfTheWindow() throws Exception {
    InboundAccount in = new InboundAccount(ORDERS, false, 100);
    for (int i = 0; i < 10; i++) {
      in.arrived(10);
    }
    assertThat(in.done(10)).isFalse();
    assertThat(in.done(10)).isFalse();
    assertThat(in.done(10)).isTrue();
    assertThat(in.credit().granted()).isEqualTo(130);
    in.arrived(30);
    assertThatThrownBy(() -> in.arrived(1)).isInstanceOf(ProtocolViolationException.class);
  }

  /** Whatever the sizes: the receiver never sees a violation, and nobody waits when all is done. */
  @Property
  void senderAndReceiverAgree(
      @ForAll @Size(max = 300) List<@IntRange(min = 1, max = 50) Integer> sizes)
      throws ProtocolViolationException {
    InboundAccount in = new InboundAccount(ORDERS, false, 100);
    OutboundAccount sender = account(100);
    List<Integer> onTheWire = new ArrayList<>();
    sizes.forEach(size -> sender.submit(new Fixed(size, onTheWire)));
    int taken = 0;
    while (taken < onTheWire.size()) {
      int size = onTheWire.get(taken++);
      in.arrived(size);
      if (in.done(size)) {
        sender.credit(in.credit().granted(), -1);
      }
    }
    assertThat(onTheWire).isEqualTo(sizes);
  }

  private OutboundAccount.Passenger passenger(int cost) {
    return new Fixed(cost, went);
  }

  private record Fixed(int cost, List<Integer> gone) implements OutboundAccount.Passenger {
    @Override
    public boolean go() {
      gone.add(cost);
      return true;
    }
  }

  private static final class Numbered implements OutboundAccount.Passenger {
    private final List<Long> gone;
    private long number;

    Numbered(List<Long> gone) {
      this.gone = gone;
    }

    @Override
    public int cost() {
      return 1;
    }

    @Override
    public boolean go() {
      gone.add(number);
      return true;
    }
  }
}
