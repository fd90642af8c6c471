package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.PayloadReleasedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {

  private final ChunkPool pool = new ChunkPool(4 * ChunkPool.CHUNK_SIZE, true);
  private final Reservation reservation = pool.tryReserve(3);
  private final ChunkWriter writer = new ChunkWriter(reservation);

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
    writer.write(ByteBuffer.wrap(bytes, 0, 7));
    writer.write(ByteBuffer.wrap(bytes, 7, bytes.length - 7));
    assertThat(writer.length()).isEqualTo(bytes.length);
    ChunkList list = writer.finish();
    assertThat(list.length()).isEqualTo(bytes.length);
    ByteBuffer copy = ByteBuffer.allocate(bytes.length);
    while (copy.hasRemaining()) {
      copy.put(list.view(copy.position(), copy.remaining()));
    }
    assertThat(copy.array()).isEqualTo(bytes);
    list.release();
  }

  @Test
  void aViewEndsWithItsChunk() {
    writer.write(new byte[ChunkPool.CHUNK_SIZE + 10]);
    ChunkList list = writer.finish();
    assertThat(list.view(ChunkPool.CHUNK_SIZE - 3, 100).remaining()).isEqualTo(3);
    assertThat(list.view(ChunkPool.CHUNK_SIZE, 100).remaining()).isEqualTo(10);
    assertThat(list.view(ChunkPool.CHUNK_SIZE, 4).remaining()).isEqualTo(4);
    assertThatThrownBy(() -> list.view(ChunkPool.CHUNK_SIZE + 10, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    list.release();
  }

  @Test
  void aWholeChunkNeedsNoSecond() {
    writer.write(new byte[ChunkPool.CHUNK_SIZE]);
    assertThat(pool.chunksOut()).isEqualTo(1);
    writer.finish().release();
  }

  @Test
  void nothingWrittenIsAnEmptyList() {
    ChunkList list = writer.finish();
    assertThat(list.length()).isZero();
    list.release();
  }

  @Test
  void writingMoreThanReservedFailsAndAbandoningGivesAllBack() {
    assertThatThrownBy(() -> writer.write(new byte[4 * ChunkPool.CHUNK_SIZE]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(pool.chunksOut()).isEqualTo(3);
    writer.abandon();
    assertThat(pool.chunksOut()).isZero();
  }

  @Test
  void abandoningTwiceOrAfterTheEndDoesNothing() {
    writer.write(new byte[10]);
    ChunkList list = writer.finish();
    writer.abandon();
    writer.abandon();
    assertThat(list.isAlive()).isTrue();
    list.release();
  }

  @Test
  void nothingIsWrittenAfterTheEnd() {
    writer.abandon();
    assertThatThrownBy(() -> writer.write(new byte[1])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastReferenceGivesTheChunksBack() {
    writer.write(new byte[10]);
    ChunkList list = writer.finish();
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
