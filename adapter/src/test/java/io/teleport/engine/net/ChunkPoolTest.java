package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {

  private static final int BOUND = 4;

  private final ChunkPool pool = new ChunkPool(BOUND * ChunkPool.CHUNK_SIZE, true);
  private final List<String> granted = new ArrayList<>();

  @AfterEach
  void everyChunkIsBack() {
    assertThat(pool.chunksOut()).isZero();
    assertThat(pool.chunksCommitted()).isZero();
    assertThat(pool.whereTaken()).isEmpty();
  }

  @Test
  void theBoundIsRoundedDownToWholeChunksAndIsAtLeastOne() {
    assertThat(new ChunkPool(2 * ChunkPool.CHUNK_SIZE - 1, false).bound()).isEqualTo(1);
    assertThat(new ChunkPool(1, false).bound()).isEqualTo(1);
  }

  @Test
  void bytesNeedWholeChunks() {
    assertThat(ChunkPool.chunksFor(0)).isZero();
    assertThat(ChunkPool.chunksFor(1)).isEqualTo(1);
    assertThat(ChunkPool.chunksFor(ChunkPool.CHUNK_SIZE)).isEqualTo(1);
    assertThat(ChunkPool.chunksFor(ChunkPool.CHUNK_SIZE + 1)).isEqualTo(2);
  }

  @Test
  void aReservationThatFitsIsGrantedAtOnce() {
    try (Reservation reservation = reserve("first", BOUND)) {
      assertThat(granted).containsExactly("first");
      assertThat(pool.chunksCommitted()).isEqualTo(BOUND);
      assertThat(pool.chunksOut()).isZero();
      assertThat(reservation).isNotNull();
    }
  }

  @Test
  void moreThanTheBoundIsRefused() {
    assertThatThrownBy(() -> reserve("too much", BOUND + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoFindsNoRoomWaitsInLine() {
    Reservation first = reserve("first", 3);
    Reservation second = reserve("second", 3);
    Reservation third = reserve("third", 1);
    assertThat(granted)
        .as("the third fits, but the second came before it")
        .containsExactly("first");
    first.close();
    assertThat(granted).containsExactly("first", "second", "third");
    second.close();
    third.close();
  }

  @Test
  void tryingDoesNotOvertakeTheLine() {
    Reservation first = reserve("first", 3);
    Reservation second = reserve("second", 3);
    assertThat(pool.tryReserve(1)).isNull();
    second.close();
    Reservation third = pool.tryReserve(1);
    assertThat(third).isNotNull();
    third.close();
    first.close();
  }

  @Test
  void whoLeavesTheLineMakesWayForTheNext() {
    Reservation first = reserve("first", 3);
    Reservation second = reserve("second", 3);
    Reservation third = reserve("third", 1);
    second.close();
    assertThat(granted).containsExactly("first", "third");
    first.close();
    third.close();
    assertThat(granted).as("closed while it waited").doesNotContain("second");
  }

  @Test
  void aChunkThatIsTakenIsOutAndSaysWhere() {
    try (Reservation reservation = reserve("first", 2)) {
      Chunk chunk = take(reservation);
      assertThat(pool.chunksOut()).isEqualTo(1);
      assertThat(pool.chunksCommitted()).isEqualTo(2);
      assertThat(pool.whereTaken())
          .singleElement()
          .satisfies(place -> assertThat(place.getStackTrace()).isNotEmpty());
      pool.giveBack(List.of(chunk));
    }
  }

  @Test
  void noMoreChunksAreTakenThanReserved() {
    try (Reservation reservation = reserve("first", 1)) {
      Chunk chunk = take(reservation);
      assertThatThrownBy(() -> take(reservation)).isInstanceOf(IllegalStateException.class);
      pool.giveBack(List.of(chunk));
    }
  }

  @Test
  void aClosedReservationKeepsWhatWasTaken() {
    Reservation reservation = reserve("first", 3);
    Chunk chunk = take(reservation);
    reservation.close();
    reservation.close();
    assertThat(pool.chunksCommitted()).isEqualTo(1);
    assertThatThrownBy(() -> take(reservation)).isInstanceOf(IllegalStateException.class);
    pool.giveBack(List.of(chunk));
  }

  @Test
  void aChunkGivenBackTwiceIsAnError() {
    try (Reservation reservation = reserve("first", 1)) {
      Chunk chunk = take(reservation);
      pool.giveBack(List.of(chunk));
      assertThatThrownBy(() -> pool.giveBack(List.of(chunk)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anExchangedChunkIsPromisedToTheSameReservationAgain() {
    Reservation stream = reserve("stream", BOUND);
    Reservation waiting = reserve("waiting", 1);
    Chunk chunk = take(stream);
    pool.exchange(stream, List.of(chunk));
    assertThat(granted).containsExactly("stream");
    assertThat(pool.chunksOut()).isZero();
    assertThat(pool.chunksCommitted()).isEqualTo(BOUND);
    List<Chunk> all = List.of(take(stream), take(stream), take(stream), take(stream));
    stream.close();
    pool.exchange(stream, all);
    assertThat(granted)
        .as("a closed reservation gets nothing back")
        .containsExactly("stream", "waiting");
    waiting.close();
  }

  @Test
  void whoWaitedIsToldItsReservation() {
    Reservation first = reserve("first", BOUND);
    List<Reservation> told = new ArrayList<>();
    Reservation second = pool.reserve(1, told::add);
    assertThat(told).isEmpty();
    first.close();
    assertThat(told).containsExactly(second);
    second.close();
  }

  @Test
  void whatGrantsMayReserveAgain() {
    Reservation first = reserve("first", BOUND);
    List<Reservation> later = new ArrayList<>();
    Reservation second = pool.reserve(1, reservation -> later.add(reserve("nested", 1)));
    first.close();
    assertThat(granted).containsExactly("first", "nested");
    second.close();
    later.forEach(Reservation::close);
  }

  @Test
  void manyThreadsNeverExceedTheBoundAndAllAreServed() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(threads.submit(() -> reserveAndRelease(500)));
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get(30, TimeUnit.SECONDS)).isLessThanOrEqualTo(BOUND);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int reserveAndRelease(int times) throws InterruptedException {
    int most = 0;
    for (int i = 0; i < times; i++) {
      CountDownLatch ready = new CountDownLatch(1);
      try (Reservation reservation = pool.reserve(1 + i % BOUND, told -> ready.countDown())) {
        if (!ready.await(20, TimeUnit.SECONDS)) {
          throw new AssertionError("not granted: " + pool);
        }
        Chunk chunk = take(reservation);
        most = Math.max(most, pool.chunksCommitted());
        pool.giveBack(List.of(chunk));
      }
    }
    return most;
  }

  private static Chunk take(Reservation reservation) {
    List<Chunk> taken = new ArrayList<>();
    reservation.take(1, taken);
    return taken.get(0);
  }

  private Reservation reserve(String name, int chunks) {
    return pool.reserve(chunks, reservation -> granted.add(name));
  }
}
