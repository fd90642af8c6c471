package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunkStreamTest {

  private static final int CHUNK = ChunkPool.CHUNK_SIZE;
  private static final int WINDOW = 3;
  private static final byte[] ONES = new byte[CHUNK];

  static {
    Arrays.fill(ONES, (byte) 1);
  }

  private final ChunkPool pool = new ChunkPool(4L * CHUNK, true);
  private final AtomicLong room = new AtomicLong((long) WINDOW * CHUNK);
  private final ChunkStream stream = open();

  private ChunkStream open() {
    return new ChunkStream(pool.tryReserve(WINDOW), WINDOW, room::set);
  }

  @AfterEach
  void everyChunkIsBack() {
    stream.close();
    assertThat(pool.whereTaken()).isEmpty();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void whatIsFilledInIsRead() throws Exception {
    fill(bytes(1, 100));
    assertThat(read(60)).isEqualTo(bytes(1, 60));
    assertThat(read(60)).as("no more than there is").isEqualTo(bytes(61, 40));
  }

  @Test
  void aRoomMaySpanChunksAndMayBeFilledInPart() throws Exception {
    fill(bytes(0, CHUNK - 10));
    ByteBuffer[] parts = stream.room(100);
    assertThat(parts).hasSize(2);
    assertThat(parts[0].remaining()).isEqualTo(10);
    assertThat(parts[1].remaining()).isEqualTo(90);
    parts[0].put(bytes(CHUNK - 10, 10));
    parts[1].put(bytes(CHUNK, 5));
    stream.filled(15);
    fill(bytes(CHUNK + 5, 20));

    for (int at = 0; at < CHUNK + 25; ) {
      byte[] next = read(1000);
      assertThat(next).isEqualTo(bytes(at, next.length));
      at += next.length;
    }
  }

  @Test
  void aChunkThatWasReadMakesRoomForAnother() throws Exception {
    assertThat(stream.roomUpTo()).isEqualTo(3L * CHUNK);
    fill(bytes(0, CHUNK));
    assertThat(room).hasValue(3L * CHUNK);
    readFully(CHUNK - 1);
    assertThat(room).hasValue(3L * CHUNK);
    readFully(1);
    assertThat(room).hasValue(4L * CHUNK);
    assertThat(stream.roomUpTo()).isEqualTo(4L * CHUNK);
    assertThat(pool.chunksOut()).isZero();
    assertThat(pool.chunksCommitted()).as("the window stays reserved").isEqualTo(WINDOW);
  }

  @Test
  void moreThanTheRoomIsRefused() {
    assertThatThrownBy(() -> stream.room(3L * CHUNK + 1)).isInstanceOf(IOException.class);
  }

  @Test
  void theEndComesAfterAllWasRead() throws Exception {
    fill(bytes(0, 10));
    stream.end();
    assertThat(stream.isEnded()).isTrue();
    assertThat(read(100)).hasSize(10);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
  }

  @Test
  void aFailureComesAfterAllThatArrivedWasRead() throws Exception {
    fill(bytes(0, 10));
    stream.fail(new IOException("cut"));
    assertThat(read(100)).hasSize(10);
    assertThatThrownBy(() -> read(1)).isInstanceOf(IOException.class).hasMessage("cut");
  }

  @Test
  void aFailureAfterTheEndMeansNothing() throws Exception {
    fill(bytes(0, 10));
    stream.end();
    stream.fail(new IOException("cut"));
    assertThat(read(100)).hasSize(10);
    assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
  }

  @Test
  void aChunkOfWhichAPartIsLentComesBackWithThatPart() throws Exception {
    fill(bytes(0, 100));
    Segment first = stream.lend();
    fill(bytes(100, CHUNK - 100));
    fill(bytes(CHUNK, 7));
    Segment second = stream.lend();
    Segment third = stream.lend();

    assertThat(contents(first)).isEqualTo(bytes(0, 100));
    assertThat(contents(second)).isEqualTo(bytes(100, CHUNK - 100));
    assertThat(contents(third)).isEqualTo(bytes(CHUNK, 7));
    second.release();
    assertThat(room).hasValue(3L * CHUNK);
    assertThat(pool.chunksOut()).isEqualTo(2);
    first.release();
    assertThat(room).hasValue(4L * CHUNK);
    assertThat(pool.chunksOut()).isEqualTo(1);
    third.release();
    assertThat(pool.chunksOut()).as("more may come into it").isEqualTo(1);
    fill(bytes(CHUNK + 7, CHUNK - 7));
    readFully(CHUNK - 7);
    assertThat(room).hasValue(5L * CHUNK);
    assertThat(pool.chunksOut()).isZero();
  }

  @Test
  void aPartThatCameBackBeforeItsChunkWasReadToItsEndFreesNothing() throws Exception {
    fill(bytes(0, 100));
    stream.lend().release();
    fill(bytes(100, CHUNK - 100));
    assertThat(pool.chunksOut()).isEqualTo(1);
    stream.lend().release();
    assertThat(pool.chunksOut()).isZero();
    assertThat(room).hasValue(4L * CHUNK);
  }

  @Test
  void whatIsLentStaysValidWhenTheStreamIsClosed() throws Exception {
    fill(bytes(0, CHUNK + 10));
    Segment first = stream.lend();
    Segment second = stream.lend();
    stream.close();

    assertThat(pool.chunksCommitted()).isEqualTo(2);
    assertThat(contents(second)).isEqualTo(bytes(CHUNK, 10));
    second.release();
    assertThat(contents(first)).isEqualTo(bytes(0, CHUNK));
    first.release();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void nothingIsLentAfterTheEnd() throws Exception {
    fill(bytes(0, 10));
    stream.end();
    stream.lend().release();
    assertThat(stream.lend()).isNull();
  }

  private static byte[] contents(Segment segment) {
    ByteBuffer view = ((Segment.Lent) segment).buffer().duplicate();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  @Test
  void closingGivesAllBackAtOnce() throws Exception {
    fill(bytes(0, 2 * CHUNK));
    read(10);
    stream.close();
    assertThat(pool.chunksCommitted()).isZero();
    assertThat(stream.room(1)).isNull();
    assertThatThrownBy(() -> read(1)).isInstanceOf(IOException.class);
  }

  @Test
  void closingWhileBytesAreReadIntoTheMemoryWaitsForThem() throws Exception {
    ByteBuffer[] parts = stream.room(100);
    stream.close();
    assertThat(pool.chunksOut()).as("a system call may be writing there").isEqualTo(1);
    parts[0].put(new byte[50]);
    stream.filled(50);
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void closingTwiceWhileFillingGivesBackOnce() throws Exception {
    stream.room(100);
    stream.close();
    stream.close();
    stream.filled(0);
    stream.close();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void closingWakesWhoReads() throws Exception {
    FutureTask<Integer> reader = new FutureTask<>(() -> stream.read(new byte[1], 0, 1));
    Thread thread = new Thread(reader);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(100_000);
    }
    stream.close();
    assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aWriterAndAReaderWorkAtOnce() throws Exception {
    int total = 40 * CHUNK + 321;
    Random sizes = new Random(1);
    FutureTask<Integer> reader =
        new FutureTask<>(
            () -> {
              Random readSizes = new Random(2);
              byte[] buffer = new byte[2 * CHUNK];
              int at = 0;
              int count;
              while ((count = stream.read(buffer, 0, 1 + readSizes.nextInt(buffer.length))) >= 0) {
                for (int i = 0; i < count; i++) {
                  if (buffer[i] != value(at + i)) {
                    throw new AssertionError("wrong byte at " + (at + i));
                  }
                }
                at += count;
              }
              return at;
            });
    new Thread(reader).start();
    int sent = 0;
    while (sent < total) {
      long most = Math.min(total - sent, stream.roomUpTo() - sent);
      if (most == 0) {
        LockSupport.parkNanos(100_000);
        continue;
      }
      int count = (int) Math.min(most, 1 + sizes.nextInt(2 * CHUNK));
      int filled = sizes.nextInt(count + 1);
      put(stream.room(count), bytes(sent, filled));
      stream.filled(filled);
      sent += filled;
      assertThat(pool.chunksCommitted()).isLessThanOrEqualTo(pool.bound());
    }
    stream.end();
    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(total);
  }

  @Test
  void aReaderThatClosesAtAnyMomentLeavesNothing() throws Exception {
    stream.close();
    for (int round = 0; round < 300; round++) {
      ChunkStream one = new ChunkStream(pool.tryReserve(WINDOW), WINDOW, upTo -> {});
      int readBeforeClose = round % 5 * CHUNK / 2;
      FutureTask<Void> reader =
          new FutureTask<>(
              () -> {
                byte[] buffer = new byte[CHUNK];
                for (int at = 0; at < readBeforeClose; ) {
                  at += one.read(buffer, 0, Math.min(CHUNK, readBeforeClose - at));
                }
                one.close();
                return null;
              });
      new Thread(reader).start();
      ByteBuffer[] parts;
      long sent = 0;
      do {
        long most = Math.min(CHUNK / 3, one.roomUpTo() - sent);
        parts = one.room(most);
        if (parts != null) {
          for (ByteBuffer part : parts) {
            part.put(new byte[part.remaining()]);
          }
          one.filled(most);
          sent += most;
        }
      } while (parts != null);
      reader.get(20, TimeUnit.SECONDS);
      assertThat(pool.chunksCommitted()).as("round %d", round).isZero();
    }
  }

  @Test
  void whoReadsWhileAnotherThreadClosesNeverGetsBytesOfOthers() throws Exception {
    stream.close();
    for (int round = 0; round < 300; round++) {
      ChunkStream one = new ChunkStream(pool.tryReserve(WINDOW), WINDOW, upTo -> {});
      put(one.room(3L * CHUNK), new byte[3 * CHUNK]);
      one.filled(3L * CHUNK);
      AtomicInteger reads = new AtomicInteger();
      FutureTask<Boolean> reader = new FutureTask<>(() -> readsZerosUntilClosed(one, reads));
      new Thread(reader).start();
      while (reads.get() < 1 + round % 4) {
        Thread.onSpinWait();
      }
      one.close();
      overwriteWhatIsFree();
      assertThat(reader.get(20, TimeUnit.SECONDS)).as("round %d", round).isTrue();
      assertThat(pool.chunksCommitted()).as("round %d", round).isZero();
    }
  }

  private static boolean readsZerosUntilClosed(ChunkStream stream, AtomicInteger reads) {
    byte[] zeros = new byte[CHUNK];
    byte[] target = new byte[CHUNK];
    try {
      for (int at = 0; at < 3 * CHUNK; at += CHUNK / 2) {
        reads.incrementAndGet();
        int count = stream.read(target, 0, CHUNK / 2);
        if (!Arrays.equals(target, 0, count, zeros, 0, count)) {
          return false;
        }
      }
      reads.set(Integer.MAX_VALUE);
    } catch (IOException closed) {
      return true;
    }
    return true;
  }

  /** Does what the reception of another message would. */
  private void overwriteWhatIsFree() {
    try (Reservation others = pool.tryReserve(WINDOW)) {
      List<Chunk> chunks = new ArrayList<>();
      if (others != null) {
        others.take(WINDOW, chunks);
        chunks.forEach(chunk -> chunk.view(0, CHUNK).put(0, ONES));
      }
      pool.giveBack(chunks);
    }
  }

  @Test
  void twoThreadsDoNotReadAtOnce() throws Exception {
    FutureTask<Integer> first = new FutureTask<>(() -> stream.read(new byte[1], 0, 1));
    Thread reader = new Thread(first);
    reader.start();
    while (reader.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(100_000);
    }
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    fill(bytes(0, 1));
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private void fill(byte[] content) throws IOException {
    put(stream.room(content.length), content);
    stream.filled(content.length);
  }

  private static void put(ByteBuffer[] parts, byte[] content) {
    ByteBuffer source = ByteBuffer.wrap(content);
    for (ByteBuffer part : parts) {
      int count = Math.min(part.remaining(), source.remaining());
      part.put(source.slice(source.position(), count));
      source.position(source.position() + count);
    }
  }

  private byte[] read(int most) throws IOException {
    byte[] target = new byte[most + 2];
    int count = stream.read(target, 1, most);
    byte[] result = new byte[count];
    System.arraycopy(target, 1, result, 0, count);
    return result;
  }

  private void readFully(int count) throws IOException {
    for (int at = 0; at < count; ) {
      at += read(count - at).length;
    }
  }

  private static byte[] bytes(int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = value(from + i);
    }
    return bytes;
  }

  private static byte value(int at) {
    return (byte) (at ^ (at >>> 8) * 31 ^ (at >>> 16) * 7);
  }
}
