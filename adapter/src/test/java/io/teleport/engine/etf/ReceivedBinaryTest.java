package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.ListTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binaries of received messages, while their memory is there and afterwards. */
class ReceivedBinaryTest {

  private static final byte[] BYTES = Samples.bytes(3 * ChunkPool.CHUNK_SIZE + 123);

  private final ChunkPool pool = new ChunkPool(1 << 20, true);
  private ChunkList memory;
  private Binary received;

  @TempDir private Path directory;

  @BeforeEach
  void receive() {
    memory =
        Samples.chunks(pool, Samples.encoded(Tuple.of(Binary.utf8("before"), Binary.wrap(BYTES))));
    received = (Binary) ((Tuple) TermDecoder.decode(memory, DecodeLimits.DEFAULT)).get(1);
  }

  @AfterEach
  void everyChunkIsBack() {
    if (memory.isAlive()) {
      memory.release();
    }
    assertThat(memory.isAlive()).isFalse();
    assertThat(pool.whereTaken()).isEmpty();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void aLargeBinaryStaysInTheMemoryOfTheMessage() {
    assertThat(received.content())
        .isInstanceOfSatisfying(
            ChunkContent.class, content -> assertThat(content.memory()).isSameAs(memory));
  }

  @Test
  void aSmallBinaryIsCopiedAndOutlivesTheMessage() {
    Tuple term = (Tuple) TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    memory.release();
    assertThat(term.get(0)).isEqualTo(Binary.utf8("before"));
  }

  @Test
  void itsBytesAreReadInEveryWay() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    received.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(BYTES);
    assertThat(received.toByteArray()).isEqualTo(BYTES);
    assertThat(received.openStream().readAllBytes()).isEqualTo(BYTES);
    assertThat(received).isEqualTo(Binary.wrap(BYTES)).hasSameHashCodeAs(Binary.wrap(BYTES));
  }

  @Test
  void itIsWrittenToAFile() throws IOException {
    Path file = directory.resolve("file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      received.writeTo(channel);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(BYTES);
  }

  @Test
  void aStreamReadsByteByByteAndSkips() throws IOException {
    InputStream stream = received.openStream();
    assertThat(stream.read()).isEqualTo(BYTES[0] & 0xFF);
    assertThat(stream.skip(100_000)).isEqualTo(100_000);
    assertThat(stream.read()).isEqualTo(BYTES[100_001] & 0xFF);
    assertThat(stream.readNBytes(10)).isEqualTo(Arrays.copyOfRange(BYTES, 100_002, 100_012));
    assertThat(stream.available()).isEqualTo(BYTES.length - 100_012);
    assertThat(stream.skip(Long.MAX_VALUE)).isEqualTo(BYTES.length - 100_012);
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.read(new byte[1])).isEqualTo(-1);
  }

  @Test
  void aStreamReadsOnWhereTheMemoryDoesNotLieInARow() throws IOException {
    List<ChunkList> others = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      others.add(Samples.chunks(pool, new byte[ChunkPool.CHUNK_SIZE]));
    }
    for (int i = 0; i < 12; i += 2) {
      others.get(i).release();
    }
    ChunkList scattered = Samples.chunks(pool, Samples.encoded(Binary.wrap(BYTES)));
    assertThat(scattered.view(0, scattered.length()).remaining()).isEqualTo(ChunkPool.CHUNK_SIZE);
    Binary binary = (Binary) TermDecoder.decode(scattered, DecodeLimits.DEFAULT);
    Random random = new Random(1);
    InputStream stream = binary.openStream();
    int at = 0;
    while (at < BYTES.length) {
      byte[] some = stream.readNBytes(random.nextInt(40_000));
      assertThat(some).isEqualTo(Arrays.copyOfRange(BYTES, at, at + some.length));
      at += some.length;
      at += (int) stream.skip(random.nextInt(30_000));
      if (at < BYTES.length) {
        assertThat(stream.read()).isEqualTo(BYTES[at++] & 0xFF);
      }
    }
    assertThat(stream.read()).isEqualTo(-1);
    scattered.release();
    for (int i = 1; i < 12; i += 2) {
      others.get(i).release();
    }
  }

  @Test
  void pooledMemoryIsNotHandedToAChannelOfTheApplication() throws IOException {
    List<ByteBuffer> seen = new ArrayList<>();
    received.writeTo(new TakingChannel(seen::add));
    assertThat(seen).isNotEmpty().noneMatch(ByteBuffer::isDirect);
  }

  @Test
  void itsMemoryIsKeptWhileItIsWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    received.writeTo(
        new TakingChannel(
            bytes -> {
              if (out.size() == 0) {
                memory.release();
              }
              byte[] copy = new byte[bytes.remaining()];
              bytes.get(copy);
              out.writeBytes(copy);
            }));
    assertThat(out.toByteArray()).isEqualTo(BYTES);
    assertThat(memory.isAlive()).isFalse();
  }

  @Test
  void afterTheReleaseEveryAccessSaysSo() throws IOException {
    InputStream openedBefore = received.openStream();
    assertThat(openedBefore.read()).isGreaterThanOrEqualTo(0);
    memory.release();
    assertThat(received.size()).isEqualTo(BYTES.length);
    assertReleased(() -> received.toByteArray());
    assertReleased(() -> received.asString());
    assertReleased(() -> received.openStream());
    assertReleased(() -> received.writeTo(new ByteArrayOutputStream()));
    assertReleased(() -> received.equals(Binary.wrap(BYTES)));
    assertReleased(() -> openedBefore.read());
    assertReleased(() -> openedBefore.read(new byte[10]));
    assertReleased(() -> Terms.detached(received));
    assertReleased(() -> TermDecoder.decode(memory, DecodeLimits.DEFAULT));
  }

  @Test
  void afterTheReleaseItStillPrints() {
    memory.release();
    assertThat(received).hasToString("<<... " + BYTES.length + " bytes, given back>>");
  }

  @Test
  void aDetachedTermOutlivesTheMessage() {
    Term detached = Terms.detached(Terms.of(List.of(received, 1)));
    memory.release();
    assertThat(detached).isEqualTo(Terms.of(List.of(BYTES, 1)));
  }

  @Test
  void onTheHeapALargeBinaryRefersToTheMessage() {
    byte[] bytes = Samples.encoded(Tuple.of(binary(40_000), binary(4096)));
    Tuple term = (Tuple) Samples.decoded(bytes);
    assertThat(heap(term.get(0)).array() == bytes).isTrue();
    assertThat(heap(term.get(1)).array() == bytes).isTrue();
  }

  @Test
  void onTheHeapALargeBinaryDoesNotKeepAMessageThatIsManyTimesLarger() {
    byte[] bytes = Samples.encoded(Tuple.of(binary(100_000), binary(4096)));
    Tuple term = (Tuple) Samples.decoded(bytes);
    assertThat(heap(term.get(0)).array() == bytes).isTrue();
    assertThat(heap(term.get(1)).array()).hasSize(4096);
  }

  @Test
  void onTheHeapASmallBinaryRefersToASmallMessage() {
    byte[] bytes = Samples.encoded(Tuple.of(binary(900), binary(10)));
    Tuple term = (Tuple) Samples.decoded(bytes);
    assertThat(heap(term.get(1)).array() == bytes).isTrue();
  }

  @Test
  void onTheHeapASmallBinaryRefersToAMessageThatIsAtMostEightTimesLarger() {
    byte[] bytes = Samples.encoded(Tuple.of(binary(2000), binary(310), binary(100)));
    Tuple term = (Tuple) Samples.decoded(bytes);
    assertThat(heap(term.get(1)).array() == bytes).isTrue();
    assertThat(heap(term.get(2)).array() == bytes).isFalse();
  }

  @Test
  void aSmallBinaryKeepsNoMoreThanAKibibyteOfALargeMessage() {
    List<Term> binaries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      binaries.add(binary(1 + i % 300));
    }
    ChunkList chunks = Samples.chunks(pool, Samples.encoded(ListTerm.of(binaries)));
    ListTerm list = (ListTerm) TermDecoder.decode(chunks, DecodeLimits.DEFAULT);
    chunks.release();
    assertThat(list.elements())
        .isEqualTo(binaries)
        .allSatisfy(term -> assertThat(heap(term).array().length).isLessThanOrEqualTo(1024));
  }

  private static Binary binary(int size) {
    return Binary.wrap(Samples.bytes(size));
  }

  private static BinaryContent.Heap heap(Term term) {
    return (BinaryContent.Heap) ((Binary) term).content();
  }

  private static void assertReleased(org.assertj.core.api.ThrowableAssert.ThrowingCallable access) {
    assertThatThrownBy(access).isInstanceOf(PayloadReleasedException.class);
  }
}
