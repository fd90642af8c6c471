package io.teleport.engine.peer;

import static io.teleport.engine.peer.ReceiptBatch.Next.SCHEDULE;
import static io.teleport.engine.peer.ReceiptBatch.Next.TAKE;
import static io.teleport.engine.peer.ReceiptBatch.Next.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ReceiptBatchTest {

  private final ReceiptBatch batch = new ReceiptBatch();

  @Test
  void theFirstNumberCallsForATake() {
    assertThat(batch.add(5)).isEqualTo(SCHEDULE);
    assertThat(batch.add(6)).isEqualTo(WAIT);
    assertThat(batch.add(9)).isEqualTo(WAIT);
    assertThat(batch.take()).containsExactly(5, 6, 9, 9);
    assertThat(batch.take()).isNull();
    assertThat(batch.add(10)).isEqualTo(SCHEDULE);
  }

  @Test
  void numbersInOrderAreOneRunHoweverMany() {
    for (int i = 1; i <= 100_000; i++) {
      assertThat(batch.add(i)).isEqualTo(i == 1 ? SCHEDULE : WAIT);
    }
    assertThat(batch.take()).containsExactly(1, 100_000);
  }

  @Test
  void whenThereIsNoRoomForMoreRunsATakeIsDueAtOnce() {
    for (int i = 1; i < 64; i++) {
      assertThat(batch.add(2 * i)).isEqualTo(i == 1 ? SCHEDULE : WAIT);
    }
    assertThat(batch.add(128)).isEqualTo(TAKE);
    assertThat(batch.take()).hasSize(128);
  }

  @Test
  void numbersThatComeBetweenTheCallForATakeAndTheTakeAreNotLost() {
    for (int i = 1; i <= 64; i++) {
      batch.add(2 * i);
    }
    assertThat(batch.add(200)).isEqualTo(TAKE);
    assertThat(batch.add(300)).isEqualTo(TAKE);
    assertThat(batch.take()).hasSize(132).endsWith(200, 200, 300, 300);
    assertThat(batch.add(400)).isEqualTo(SCHEDULE);
  }

  @Property
  void everyNumberIsInOneRun(
      @ForAll @UniqueElements List<@LongRange(min = 1, max = 500) Long> numbers) {
    ReceiptBatch fresh = new ReceiptBatch();
    Set<Long> confirmed = new TreeSet<>();
    for (long number : numbers) {
      if (fresh.add(number) == TAKE) {
        addAll(fresh.take(), confirmed);
      }
    }
    addAll(fresh.take(), confirmed);
    assertThat(confirmed).isEqualTo(new TreeSet<>(numbers));
  }

  private static void addAll(long[] runs, Set<Long> confirmed) {
    for (int i = 0; runs != null && i < runs.length; i += 2) {
      for (long number = runs[i]; number <= runs[i + 1]; number++) {
        assertThat(confirmed.add(number)).as("twice: " + number).isTrue();
      }
    }
  }
}
