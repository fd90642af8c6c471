package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportException;
import io.teleport.engine.frame.RejectCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {

  private static final Outcome NOBODY =
      new Outcome() {
        @Override
        public void confirmed() {
          // nobody listens
        }

        @Override
        public void rejected(RejectCode code, String detail) {
          // nobody listens
        }

        @Override
        public void lost(String reason, boolean mayBeDelivered) {
          // nobody listens
        }

        @Override
        public void failed(TeleportException reason) {
          // nobody listens
        }
      };

  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final List<Outgoing> taken = new ArrayList<>();

  @Test
  void aMessageIsThereUntilItIsTakenOut() {
    Outgoing message = message();
    unconfirmed.put(7, message);
    assertThat(unconfirmed.get(7)).isSameAs(message);
    assertThat(unconfirmed.remove(7)).isSameAs(message);
    assertThat(unconfirmed.remove(7)).isNull();
    assertThat(unconfirmed.isEmpty()).isTrue();
  }

  @Test
  void aRunOfManyPagesTakesOutWhatIsInIt() {
    Outgoing before = message();
    Outgoing inside = message();
    Outgoing behind = message();
    unconfirmed.put(7, before);
    unconfirmed.put(700, inside);
    unconfirmed.put(2000, behind);
    unconfirmed.remove(600, 1900, taken::add);
    unconfirmed.remove(600, Long.MAX_VALUE / 2, taken::add);
    assertThat(taken).containsExactly(inside, behind);
    assertThat(unconfirmed.size()).isEqualTo(1);
    assertThat(unconfirmed.get(7)).isSameAs(before);
  }

  @Test
  void aMessageThatAnotherHasTakenThePlaceOfIsNotTakenOut() {
    Outgoing first = message();
    Outgoing second = message();
    unconfirmed.put(7, first);
    assertThat(unconfirmed.replace(7, first, second)).isTrue();
    assertThat(unconfirmed.remove(7, first)).isFalse();
    assertThat(unconfirmed.remove(7, second)).isTrue();
    assertThat(unconfirmed.remove(7, second)).isFalse();
    assertThat(unconfirmed.isEmpty()).isTrue();
  }

  @Test
  void belowTheLowestNothingIsInIt() {
    for (int number = 1; number <= 600; number++) {
      unconfirmed.put(number, message());
    }
    unconfirmed.remove(1, 550, taken::add);
    assertThat(unconfirmed.lowest(() -> 600, 1)).isEqualTo(551);
    unconfirmed.remove(551, 600, taken::add);
    assertThat(unconfirmed.lowest(() -> 600, 1)).isEqualTo(601);
  }

  @Test
  void thereIsNoLowestWhileANumberIsAboutToBePutIn() {
    assertThat(unconfirmed.lowest(() -> 1, 1)).isEqualTo(1);
  }

  @Test
  void aNumberThatIsPutInMeanwhileDoesNotStandForOneThatIsNot() {
    long lowest =
        unconfirmed.lowest(
            () -> {
              unconfirmed.put(2, message());
              return 1;
            },
            1);
    assertThat(lowest).isEqualTo(1);
  }

  @Test
  void aRunTakesOutWhatIsInIt() {
    for (int number = 1; number <= 2000; number++) {
      unconfirmed.put(number, message());
    }
    unconfirmed.remove(500, 1500, taken::add);
    assertThat(taken).hasSize(1001);
    assertThat(unconfirmed.size()).isEqualTo(999);
    assertThat(unconfirmed.get(499)).isNotNull();
    assertThat(unconfirmed.get(500)).isNull();
    assertThat(unconfirmed.get(1500)).isNull();
    assertThat(unconfirmed.get(1501)).isNotNull();
  }

  @Test
  void aRunOfAllNumbersThereAreTakesTimeForWhatIsThereOnly() {
    unconfirmed.put(1L << 40, message());
    unconfirmed.remove(1, Long.MAX_VALUE, taken::add);
    assertThat(taken).hasSize(1);
  }

  @Property(tries = 200)
  void itHoldsWhatATableWouldHold(
      @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 3000) Integer> removals) {
    Unconfirmed pages = new Unconfirmed();
    Map<Long, Outgoing> table = new HashMap<>();
    for (long number = 1; number <= 3000; number++) {
      Outgoing message = message();
      pages.put(number, message);
      table.put(number, message);
    }
    for (long number : removals) {
      assertThat(pages.remove(number)).isSameAs(table.remove(number));
    }
    assertThat(pages.size()).isEqualTo(table.size());
    assertThat(pages.removeAll()).containsExactlyInAnyOrderElementsOf(table.values());
    assertThat(pages.isEmpty()).isTrue();
  }

  private static Outgoing message() {
    return new SmallSend(new byte[0], 0, went -> {}, new SendBudget(1).share(), NOBODY, true);
  }
}
