package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboundMemoryTest {

  private static final int CHUNKS = 120;

  private final ChunkPool pool = new ChunkPool((long) CHUNKS * ChunkPool.CHUNK_SIZE, true);
  private final InboundMemory memory = new InboundMemory(pool);
  private final InboundMemory.Share orders = memory.share();
  private final InboundMemory.Share payments = memory.share();
  private final List<String> in = new ArrayList<>();
  private final Map<String, Reservation> reservations = new HashMap<>();
  private final Map<String, InboundMemory.Entry> entries = new HashMap<>();

  @Test
  void oneDestinationAloneGetsHalfOfTheMemory() {
    enter(orders, "a", 20);
    enter(orders, "b", 40);
    enter(orders, "c", 1);
    assertThat(in).containsExactly("a", "b");
  }

  @Test
  void whatIsPassedOnGetsThreeQuarters() {
    enter(orders, "a", 60);
    enter(orders, "new", 1);
    passOn(orders, "b", 30);
    passOn(orders, "c", 1);
    assertThat(in).containsExactly("a", "b");
  }

  @Test
  void whatIsPassedOnGoesFirst() {
    enter(orders, "a", 60);
    enter(orders, "new", 60);
    passOn(orders, "passed on", 60);
    free("a");
    assertThat(in).containsExactly("a", "passed on");
    free("passed on");
    assertThat(in).containsExactly("a", "passed on", "new");
  }

  @Test
  void anotherDestinationFindsRoomBesideOneThatHasItsShare() {
    enter(orders, "a", 60);
    enter(orders, "b", 60);
    enter(payments, "c", 30);
    assertThat(in).containsExactly("a", "c");
  }

  @Test
  void whoHoldsNothingGetsInAsLongAsThereIsRoom() {
    passOn(orders, "a", 90);
    enter(payments, "b", 30);
    assertThat(in).containsExactly("a", "b");
  }

  @Test
  void whoFindsNoMemoryAtAllWaitsForSomebodyElsesMemory() {
    passOn(orders, "a", 90);
    enter(payments, "b", 40);
    assertThat(in).containsExactly("a");
    free("a");
    assertThat(in).containsExactly("a", "b");
  }

  @Test
  void memoryThatComesBackByAnotherWayLetsTheNextIn() {
    Reservation stream = pool.tryReserve(100);
    enter(orders, "a", 50);
    assertThat(in).isEmpty();
    stream.close();
    assertThat(in).containsExactly("a");
  }

  @Test
  void nobodyOvertakesWithinADestination() {
    enter(orders, "a", 50);
    enter(orders, "b", 50);
    enter(orders, "c", 1);
    assertThat(in).containsExactly("a");
    free("a");
    assertThat(in).containsExactly("a", "b", "c");
  }

  @Test
  void whoGivesUpMakesRoomInTheLine() {
    enter(orders, "a", 50);
    enter(orders, "b", 50);
    enter(orders, "c", 5);
    entries.get("b").leave();
    enter(payments, "d", 1);
    assertThat(in).containsExactly("a", "c", "d");
  }

  @Test
  void leavingTwiceCountsOnce() {
    enter(orders, "a", 30);
    enter(orders, "b", 30);
    free("a");
    entries.get("a").leave();
    enter(orders, "c", 31);
    assertThat(in).containsExactly("a", "b");
  }

  private void enter(InboundMemory.Share share, String name, int chunks) {
    enter(share, name, chunks, false);
  }

  private void passOn(InboundMemory.Share share, String name, int chunks) {
    enter(share, name, chunks, true);
  }

  private void enter(InboundMemory.Share share, String name, int chunks, boolean isPassedOn) {
    entries.put(
        name,
        share.enter(
            chunks,
            isPassedOn,
            reservation -> {
              in.add(name);
              reservations.put(name, reservation);
            }));
  }

  private void free(String name) {
    reservations.get(name).close();
    entries.get(name).leave();
  }
}
