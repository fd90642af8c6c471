package io.teleport.engine.peer;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.etf.TakingChannel;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ends of a stream that is received, in any order. */
class StreamReceiveTest {

  private static final int SIZE = 1 << 20;
  private static final int MOMENTS = 20_000;

  private final ChunkPool memory = new ChunkPool(8L << 20, true);
  private final StreamReceive stream =
      StreamReceive.of(SIZE, 4 * ChunkPool.CHUNK_SIZE, memory, upTo -> {}, () -> {});

  private void assertNothingIsHeld() {
    assertThat(memory.chunksCommitted()).isZero();
  }

  @Test
  void whatNobodyHasReadCanBeGivenBackAndThenFail() {
    stream.close();
    stream.fail("the node was restarted");
    stream.fail("once more");
    assertNothingIsHeld();
  }

  @Test
  void whatHasFailedCanFailAgainAndBeGivenBack() {
    stream.fail("the node was restarted");
    stream.fail("once more");
    stream.close();
    assertThat(stream.isEnded()).isFalse();
    assertNothingIsHeld();
  }

  @Test
  void whatFailsWhileItWaitsForMemoryWaitsNoLonger() throws Exception {
    // The stream wants four chunks.
    try (Reservation others = allMemoryBut(2);
        InputStream in = stream.openStream()) {
      assertThat(memory.tryReserve(1)).as("nobody overtakes who waits").isNull();
      stream.fail("the node was restarted");
      assertThatThrownBy(in::read).hasMessageContaining("the node was restarted");

      Reservation next = memory.tryReserve(1);
      assertThat(next).isNotNull();
      next.close();
      assertThat(others).isNotNull();
    }
    stream.close();
    assertNothingIsHeld();
  }

  @Test
  @Timeout(60)
  void whatFailsAtTheMomentWhenItsMemoryComesDoesNotKeepItsReader() throws Exception {
    ExecutorService sender = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < MOMENTS; i++) {
        StreamReceive each =
            StreamReceive.of(SIZE, ChunkPool.CHUNK_SIZE, memory, upTo -> {}, () -> {});
        AtomicInteger ready = new AtomicInteger();
        Future<?> takenBack =
            sender.submit(
                () -> {
                  meet(ready);
                  each.fail("the sender's stream failed");
                });
        meet(ready);
        try (InputStream in = each.openStream()) {
          assertThatThrownBy(in::read).hasMessageContaining("the sender's stream failed");
        }
        takenBack.get();
        each.close();
      }
    } finally {
      sender.shutdownNow();
    }
    assertNothingIsHeld();
  }

  private static void meet(AtomicInteger ready) {
    ready.incrementAndGet();
    while (ready.get() < 2) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatHasFailedDoesNotWaitForMemory() throws Exception {
    stream.fail("the node was restarted");
    try (Reservation others = allMemoryBut(2);
        InputStream in = stream.openStream()) {
      assertThat(in).isNotNull();
      Reservation next = memory.tryReserve(1);
      assertThat(next).isNotNull();
      next.close();
      assertThat(others).isNotNull();
    }
    stream.close();
    assertNothingIsHeld();
  }

  private Reservation allMemoryBut(int chunks) {
    return memory.tryReserve(memory.bound() - chunks);
  }

  @Test
  void whatHasFailedAllowsNothingMoreWhileTheRestIsRead() throws Exception {
    List<Long> allowed = new ArrayList<>();
    StreamReceive failing =
        StreamReceive.of(SIZE, 4 * ChunkPool.CHUNK_SIZE, memory, allowed::add, () -> {});
    try (InputStream in = failing.openStream()) {
      assertThat(allowed).containsExactly(4L * ChunkPool.CHUNK_SIZE);
      failing.room(3L * ChunkPool.CHUNK_SIZE);
      failing.filled(3L * ChunkPool.CHUNK_SIZE);
      failing.fail("the node was restarted");
      assertThat(in.readNBytes(3 * ChunkPool.CHUNK_SIZE)).hasSize(3 * ChunkPool.CHUNK_SIZE);
      assertThat(allowed).hasSize(1);
    }
    failing.close();
    assertNothingIsHeld();
  }

  @Test
  void aSenderThatHearsOfItByNewSocketsHearsOfAllThatCameByTheOldOnes() throws Exception {
    List<BulkReceive.Progress> told = new ArrayList<>();
    List<Supplier<BulkReceive.Progress>> undecided = new ArrayList<>();
    StreamReceive arriving =
        new StreamReceive(SIZE, Long.MAX_VALUE, 4, memory, undecided::add, closed -> {});
    try (InputStream in = arriving.openStream()) {
      assertThat(undecided.remove(0).get()).isEqualTo(progress(0, 4));
      arrive(arriving, 2);
      assertThat(in.readNBytes(2 * ChunkPool.CHUNK_SIZE)).hasSize(2 * ChunkPool.CHUNK_SIZE);

      // There is room for two more, and while the reader says so, one of the others arrives.
      arrive(arriving, 1);
      undecided.forEach(progress -> told.add(progress.get()));

      assertThat(told).last().isEqualTo(progress(3, 6));
    }
    arriving.close();
    assertNothingIsHeld();
  }

  private static void arrive(StreamReceive stream, int chunks) throws IOException {
    stream.room((long) chunks * ChunkPool.CHUNK_SIZE);
    stream.filled((long) chunks * ChunkPool.CHUNK_SIZE);
  }

  private static BulkReceive.Progress progress(int received, int upTo) {
    return new BulkReceive.Progress(
        (long) received * ChunkPool.CHUNK_SIZE, (long) upTo * ChunkPool.CHUNK_SIZE);
  }

  @Test
  void whatArrivesIsWrittenToAFile(@TempDir Path directory) throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    StreamReceive arriving = arrivingWhenAllowed(bytes);
    Path file = directory.resolve("file");

    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      arriving.writeTo(channel);
    }

    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    arriving.close();
    assertNothingIsHeld();
  }

  @Test
  void pooledMemoryIsNotHandedToAChannelOfTheApplication() throws IOException {
    List<ByteBuffer> seen = new ArrayList<>();
    StreamReceive arriving = arrivingWhenAllowed(new byte[SIZE]);

    arriving.writeTo(new TakingChannel(seen::add));

    assertThat(seen).isNotEmpty().noneMatch(ByteBuffer::isDirect);
    arriving.close();
    assertNothingIsHeld();
  }

  @Test
  void aChannelThatFailsKeepsNoMemory() {
    StreamReceive arriving = arrivingWhenAllowed(new byte[SIZE]);
    TakingChannel failing =
        new TakingChannel(
            bytes -> {
              throw new UncheckedIOException(new IOException("the disk is full"));
            });

    assertThatThrownBy(() -> arriving.writeTo(failing)).hasMessageContaining("the disk is full");

    arriving.close();
    assertNothingIsHeld();
  }

  private StreamReceive arrivingWhenAllowed(byte[] bytes) {
    AtomicReference<StreamReceive> arriving = new AtomicReference<>();
    arriving.set(
        StreamReceive.of(
            bytes.length,
            bytes.length,
            memory,
            upTo -> {
              if (upTo == bytes.length) {
                arrive(arriving.get(), bytes);
              }
            },
            () -> {}));
    return arriving.get();
  }

  private static void arrive(StreamReceive stream, byte[] bytes) {
    try {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      for (ByteBuffer part : stream.room(bytes.length)) {
        part.put(source.slice(source.position(), part.remaining()));
        source.position(source.position() + part.position());
      }
      stream.filled(bytes.length);
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsReadCanBeGivenBackAndThenFail() throws Exception {
    try (InputStream in = stream.openStream()) {
      assertThat(in).isNotNull();
      stream.close();
      stream.fail("the node was restarted");
    }
    assertNothingIsHeld();
  }

  @Test
  void whoReadsWhatHasFailedIsToldWhy() throws Exception {
    stream.fail("the node was restarted");
    try (InputStream in = stream.openStream()) {
      assertThatThrownBy(in::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the node was restarted");
    }
    stream.close();
    assertNothingIsHeld();
  }
}
