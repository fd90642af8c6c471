package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How chunks lie in memory: in a row where that can be had. */
class SlabsTest {

  private static final int SLABS = 3;

  private final ChunkPool pool = pool(SLABS * Slab.CHUNKS);
  private final Reservation all = pool.tryReserve(SLABS * Slab.CHUNKS);

  @Test
  void manyChunksAtOnceLieInARow() {
    assertThat(rows(take(Slab.CHUNKS))).isEqualTo(1);
  }

  @Test
  void fewChunksComeOfASlabThatIsBroken() {
    List<Chunk> first = take(1);
    List<Chunk> whole = take(Slab.CHUNKS);
    assertThat(slabs(first, take(3))).isEqualTo(1);
    assertThat(slabs(first, whole)).isEqualTo(2);
  }

  @Test
  void aSlabWhoseChunksAreAllBackIsWholeAgain() {
    List<Chunk> singles = new ArrayList<>();
    for (int i = 0; i < SLABS * Slab.CHUNKS; i++) {
      singles.addAll(take(1));
    }
    pool.exchange(all, singles.subList(5, Slab.CHUNKS));
    pool.exchange(all, singles.subList(0, 5));
    assertThat(rows(take(Slab.CHUNKS))).isEqualTo(1);
  }

  @Test
  void theLastSlabIsNoLargerThanTheBound() {
    ChunkPool small = pool(Slab.CHUNKS + 2);
    List<Chunk> chunks = new ArrayList<>();
    try (Reservation reservation = small.tryReserve(Slab.CHUNKS + 2)) {
      reservation.take(Slab.CHUNKS + 2, chunks);
    }
    assertThat(rows(chunks)).isEqualTo(2);
  }

  @Test
  void nothingIsTakenWhereMemoryCannotBeAllocated() {
    Deque<ByteBuffer> machine = new ArrayDeque<>();
    machine.add(ByteBuffer.allocate(Slab.CHUNKS * ChunkPool.CHUNK_SIZE));
    ChunkPool poor =
        new ChunkPool(2L * Slab.CHUNKS * ChunkPool.CHUNK_SIZE, true, bytes -> machine.remove());
    List<Chunk> chunks = new ArrayList<>();
    try (Reservation reservation = poor.tryReserve(2 * Slab.CHUNKS)) {
      assertThatThrownBy(() -> reservation.take(Slab.CHUNKS + 1, chunks))
          .isInstanceOf(NoSuchElementException.class);
      assertThat(chunks).isEmpty();
      assertThat(poor.chunksOut()).isZero();
      reservation.take(Slab.CHUNKS, chunks);
    }
    poor.giveBack(chunks);
    assertThat(poor.chunksCommitted()).isZero();
  }

  @Property(tries = 300)
  void noChunkIsTakenTwiceAndWhatIsPromisedCanBeHad(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int bound) {
    Random random = new Random(seed);
    ChunkPool any = pool(bound);
    Reservation reservation = any.tryReserve(bound);
    List<Chunk> out = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      if (random.nextBoolean() && out.size() < bound) {
        reservation.take(1 + random.nextInt(bound - out.size()), out);
      } else {
        List<Chunk> back = new ArrayList<>();
        for (int count = random.nextInt(out.size() + 1); count > 0; count--) {
          back.add(out.remove(random.nextInt(out.size())));
        }
        any.exchange(reservation, back);
      }
      assertThat(new HashSet<>(out)).hasSameSizeAs(out);
      assertThat(any.chunksOut()).isEqualTo(out.size());
    }
    any.giveBack(out);
    reservation.close();
    assertThat(any.chunksCommitted()).isZero();
  }

  private static ChunkPool pool(int chunks) {
    return new ChunkPool((long) chunks * ChunkPool.CHUNK_SIZE, false);
  }

  private List<Chunk> take(int count) {
    List<Chunk> chunks = new ArrayList<>();
    all.take(count, chunks);
    return chunks;
  }

  private static int rows(List<Chunk> chunks) {
    int rows = 0;
    long length = (long) chunks.size() * ChunkPool.CHUNK_SIZE;
    for (long at = 0; at < length; rows++) {
      at += Chunk.view(chunks, at, length - at).remaining();
    }
    return rows;
  }

  private static long slabs(List<Chunk> some, List<Chunk> others) {
    return Stream.concat(some.stream(), others.stream()).map(Chunk::slab).distinct().count();
  }
}
