package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.PayloadReleasedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkFillerTest {

  private final ChunkPool pool = new ChunkPool(4 * ChunkPool.CHUNK_SIZE, true);
  private final Reservation reservation = pool.tryReserve(3);
  private final ChunkFiller filler = new ChunkFiller(reservation);

  @AfterEach
  void everyChunkIsBack() {
    reservation.close();
    assertThat(pool.chunksCommitted()).isZero();
    assertThat(pool.whereTaken()).isEmpty();
  }

  @Test
  void bytesLieInOrderOverTheChunks() {
    byte[] bytes = new byte[2 * ChunkPool.CHUNK_SIZE + 5];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    filler.put(ByteBuffer.wrap(bytes, 0, 7));
    filler.put(ByteBuffer.wrap(bytes, 7, bytes.length - 7));
    assertThat(filler.length()).isEqualTo(bytes.length);
    ChunkList list = filler.finish();
    assertThat(list.length()).isEqualTo(bytes.length);
    ByteBuffer copy = ByteBuffer.allocate(bytes.length);
    while (copy.hasRemaining()) {
      copy.put(list.view(copy.position(), copy.remaining()));
    }
    assertThat(copy.array()).isEqualTo(bytes);
    list.release();
  }

  @Test
  void aViewGoesOnForAsLongAsTheMemoryDoes() {
    filler.put(ByteBuffer.wrap(new byte[ChunkPool.CHUNK_SIZE + 10]));
    ChunkList list = filler.finish();
    assertThat(list.view(ChunkPool.CHUNK_SIZE - 3, 100).remaining()).isEqualTo(13);
    assertThat(list.view(ChunkPool.CHUNK_SIZE, 100).remaining()).isEqualTo(10);
    assertThat(list.view(ChunkPool.CHUNK_SIZE - 3, 4).remaining()).isEqualTo(4);
    assertThatThrownBy(() -> list.view(ChunkPool.CHUNK_SIZE + 10, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    list.release();
  }

  @Test
  void aViewEndsWhereTheNextChunkLiesElsewhere() {
    Reservation others = pool.tryReserve(1);
    List<Chunk> other = new ArrayList<>();
    filler.put(ByteBuffer.wrap(new byte[ChunkPool.CHUNK_SIZE]));
    others.take(1, other);
    filler.put(ByteBuffer.wrap(new byte[10]));
    ChunkList list = filler.finish();
    assertThat(list.view(ChunkPool.CHUNK_SIZE - 3, 100).remaining()).isEqualTo(3);
    list.release();
    others.close();
    pool.giveBack(other);
  }

  @Test
  void aWholeChunkNeedsNoSecond() {
    filler.put(ByteBuffer.wrap(new byte[ChunkPool.CHUNK_SIZE]));
    assertThat(pool.chunksOut()).isEqualTo(1);
    filler.finish().release();
  }

  @Test
  void nothingWrittenIsAnEmptyList() {
    ChunkList list = filler.finish();
    assertThat(list.length()).isZero();
    list.release();
  }

  @Test
  void writingMoreThanReservedFailsAndAbandoningGivesAllBack() {
    assertThatThrownBy(() -> filler.put(ByteBuffer.wrap(new byte[4 * ChunkPool.CHUNK_SIZE])))
        .isInstanceOf(IllegalStateException.class);
    assertThat(pool.chunksOut()).isZero();
    filler.put(ByteBuffer.wrap(new byte[3 * ChunkPool.CHUNK_SIZE]));
    filler.abandon();
    assertThat(pool.chunksOut()).isZero();
  }

  @Test
  void abandoningTwiceOrAfterTheEndDoesNothing() {
    filler.put(ByteBuffer.wrap(new byte[10]));
    ChunkList list = filler.finish();
    filler.abandon();
    filler.abandon();
    assertThat(list.isAlive()).isTrue();
    list.release();
  }

  @Test
  void nothingIsWrittenAfterTheEnd() {
    filler.abandon();
    assertThatThrownBy(() -> filler.put(ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(filler::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastReferenceGivesTheChunksBack() {
    filler.put(ByteBuffer.wrap(new byte[10]));
    ChunkList list = filler.finish();
    list.retain();
    list.release();
    assertThat(list.isAlive()).isTrue();
    assertThat(pool.chunksOut()).isEqualTo(1);
    list.release();
    assertThat(list.isAlive()).isFalse();
    assertThat(pool.chunksOut()).isZero();
    assertThatThrownBy(list::retain).isInstanceOf(PayloadReleasedException.class);
    assertThatThrownBy(list::release).isInstanceOf(IllegalStateException.class);
  }
}
