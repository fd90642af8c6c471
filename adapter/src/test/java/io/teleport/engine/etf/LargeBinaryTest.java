package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.Fun;
import io.teleport.term.ListTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the encoder treats binaries that are large, or not in memory. */
class LargeBinaryTest {

  private static final int LARGE = TermEncoder.REFERENCE_THRESHOLD;

  private final ChunkPool pool = new ChunkPool(1 << 20, true);

  @TempDir private Path directory;

  @AfterEach
  void everyChunkIsBack() {
    assertThat(pool.whereTaken()).isEmpty();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void aSmallTermIsOneSegmentWithHeadroom() {
    GatherList list =
        TermEncoder.encode(Tuple.of(Atom.OK, Binary.wrap(Samples.bytes(LARGE - 1))), 21);
    assertThat(list.segments()).hasSize(1).first().isInstanceOf(Segment.Heap.class);
    assertThat(list.headroom()).isEqualTo(21);
    assertThat(list.tailLength()).isZero();
    assertThat(list.envelopeLength())
        .isEqualTo(list.length())
        .isEqualTo(Samples.written(list).length - 21);
    assertThat(Samples.written(list)[21]).isEqualTo((byte) Tag.VERSION);
  }

  @Test
  void aTermOfUpToSixtyFourKibibytesIsOneSegment() {
    Term list = io.teleport.term.Terms.of(java.util.Collections.nCopies(9000, 100_000));
    assertThat(TermEncoder.encode(list, 16).segments()).hasSize(1);
  }

  @Test
  void aLargerTermOfSmallPartsIsSeveralSegments() {
    Term list = io.teleport.term.Terms.of(java.util.Collections.nCopies(100_000, 100_000));
    GatherList encoded = TermEncoder.encode(list, 16);
    assertThat(encoded.segments()).hasSizeGreaterThan(4);
    assertThat(encoded.length()).isEqualTo(1 + 5 + 500_000 + 1);
  }

  @Test
  void anArrayIsReferredToAndNotCopied() {
    byte[] bytes = Samples.bytes(LARGE);
    GatherList list = TermEncoder.encode(Tuple.of(Binary.wrap(bytes), Atom.OK), 0);
    assertThat(list.segments()).hasSize(3);
    assertThat(((Segment.Heap) list.segments().get(1)).array()).isSameAs(bytes);
    assertThat(list.tailLength()).isZero();
  }

  @Test
  void aBufferIsReferredToAndNotCopied() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(3 * LARGE);
    GatherList list = TermEncoder.encode(Binary.of(buffer.position(LARGE)), 0);
    Segment.Buffer segment = (Segment.Buffer) list.segments().get(1);
    assertThat(segment.length()).isEqualTo(2 * LARGE);
    buffer.put(LARGE, (byte) 42);
    assertThat(segment.buffer().get(segment.buffer().position())).isEqualTo((byte) 42);
  }

  @Test
  void aLargeBinaryAtTheEndIsTheTail() {
    GatherList list = TermEncoder.encode(Tuple.of(Atom.OK, Binary.wrap(Samples.bytes(LARGE))), 9);
    assertThat(list.tailLength()).isEqualTo(LARGE);
    assertThat(list.envelopeLength()).isEqualTo(1 + 2 + 4 + 5);
    assertThat(list.segments()).hasSize(2);
    assertThat(list.pumped()).isNull();
  }

  @Test
  void aLargeBinaryAtTheEndOfAListIsNotTheTailBecauseTheListEndsAfterIt() {
    GatherList list = TermEncoder.encode(ListTerm.of(Binary.wrap(Samples.bytes(LARGE))), 0);
    assertThat(list.tailLength()).isZero();
    assertThat(list.segments()).hasSize(3);
  }

  @Test
  void receivedMemoryIsSentOnWithoutCopyAndKeptUntilItIsSent() {
    ChunkList memory =
        Samples.chunks(
            pool, Samples.encoded(Tuple.of(Atom.OK, Binary.wrap(Samples.bytes(100_000)))));
    Term received = TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    GatherList list = TermEncoder.encode(Tuple.of(received, received), 0);
    assertThat(list.segments().get(1))
        .isInstanceOfSatisfying(
            Segment.Chunks.class, chunks -> assertThat(chunks.memory()).isSameAs(memory));
    memory.release();
    assertThat(memory.isAlive()).isTrue();
    assertThat(Samples.decoded(Samples.written(list))).isInstanceOf(Tuple.class);
    list.release();
    assertThat(memory.isAlive()).isFalse();
  }

  @Test
  void releasedMemoryIsNotSent() {
    ChunkList memory = Samples.chunks(pool, Samples.encoded(Binary.wrap(Samples.bytes(LARGE))));
    Term received = TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    memory.release();
    assertThatThrownBy(() -> TermEncoder.encode(received, 0))
        .isInstanceOf(PayloadReleasedException.class);
  }

  @Test
  void memoryIsGivenUpWhenEncodingFailsHalfWay() {
    ChunkList memory = Samples.chunks(pool, Samples.encoded(Binary.wrap(Samples.bytes(LARGE))));
    Term received = TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    Term bad = Tuple.of(received, received, stream(3), Atom.OK);
    assertThatThrownBy(() -> TermEncoder.encode(bad, 0))
        .isInstanceOf(IllegalArgumentException.class);
    memory.release();
    assertThat(memory.isAlive()).isFalse();
  }

  @Test
  void aFileIsOpenedAndClosedWithTheList() throws IOException {
    byte[] bytes = Samples.bytes(3 * LARGE);
    Path file = Files.write(directory.resolve("file"), bytes);
    GatherList list = TermEncoder.encode(Binary.ofFile(file), 0);
    Segment.FileRange range = (Segment.FileRange) list.segments().get(1);
    assertThat(list.tailLength()).isEqualTo(bytes.length);
    assertThat(Samples.decoded(Samples.written(list))).isEqualTo(Binary.wrap(bytes));
    FileChannel channel = range.channel();
    assertThat(channel.isOpen()).isTrue();
    list.release();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aPartOfAFileIsSentFromWhereItBegins() throws IOException {
    byte[] bytes = Samples.bytes(3 * LARGE);
    Path file = Files.write(directory.resolve("file"), bytes);
    Binary part = Binary.of(new BinaryContent.File(file, 100, 2 * LARGE));
    assertThat(Samples.decoded(Samples.encoded(part)))
        .isEqualTo(Binary.of(ByteBuffer.wrap(bytes, 100, 2 * LARGE)));
  }

  @Test
  void aSmallFileIsCopied() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "small");
    assertThat(Samples.decoded(Samples.encoded(Binary.ofFile(file))))
        .isEqualTo(Binary.utf8("small"));
  }

  @Test
  void aFileThatVanishedOrShrankIsNamed() throws IOException {
    Path file = Files.write(directory.resolve("orders.bin"), Samples.bytes(2 * LARGE));
    Binary binary = Binary.ofFile(file);
    Files.write(file, Samples.bytes(LARGE));
    assertThatThrownBy(() -> TermEncoder.encode(binary, 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage(
            "%s has %d bytes, fewer than the %d it had".formatted(file, LARGE, 2 * LARGE));
    Files.delete(file);
    assertThatThrownBy(() -> TermEncoder.encode(binary, 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("orders.bin");
  }

  @Test
  void aStreamOfKnownLengthIsLeftToTheSender() {
    Binary stream = stream(10);
    GatherList list = TermEncoder.encode(Tuple.of(Atom.OK, stream), 3);
    assertThat(list.pumped()).isSameAs(stream.content());
    assertThat(list.tailLength()).isEqualTo(10);
    assertThat(list.length()).isEqualTo(list.envelopeLength() + 10);
    byte[] envelope = Samples.written(list);
    BinaryContent tail = new BinaryContent.Heap(Samples.bytes(10), 0, 10);
    assertThat(TermDecoder.decode(envelope, 3, envelope.length - 3, DecodeLimits.DEFAULT, tail))
        .isEqualTo(Tuple.of(Atom.OK, Binary.of(tail)));
  }

  @Test
  void aStreamOfUnknownLengthHasAMarkInItsPlace() {
    Binary stream = Binary.ofStream(InputStream.nullInputStream());
    GatherList list = TermEncoder.encode(Tuple.of(Atom.OK, stream), 0);
    assertThat(list.tailLength()).isEqualTo(BinaryContent.UNKNOWN_SIZE);
    assertThat(list.length()).isEqualTo(BinaryContent.UNKNOWN_SIZE);
    byte[] envelope = Samples.written(list);
    assertThat(envelope[envelope.length - 1]).isEqualTo((byte) Tag.TAIL_BINARY);
    Term decoded =
        TermDecoder.decode(envelope, 0, envelope.length, DecodeLimits.DEFAULT, stream.content());
    assertThat(decoded).isEqualTo(Tuple.of(Atom.OK, Binary.of(stream.content())));
  }

  @Test
  void aFileTooLongForABinaryHasAMarkInItsPlace() throws IOException {
    Path file = directory.resolve("sparse");
    long size = Tag.MAX_BINARY + 1;
    try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    GatherList list = TermEncoder.encode(Tuple.of(Atom.OK, Binary.ofFile(file)), 0);
    assertThat(list.tailLength()).isEqualTo(size);
    assertThat(list.envelopeLength()).isEqualTo(1 + 2 + 4 + 1);
    list.release();
    assertThatThrownBy(() -> TermEncoder.encode(Tuple.of(Binary.ofFile(file), Atom.OK), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be the last");
  }

  @Test
  void anEmptyStreamIsAnEmptyBinary() {
    GatherList list = TermEncoder.encode(stream(0), 0);
    assertThat(list.tailLength()).isZero();
    assertThat(list.pumped()).isNull();
    assertThat(Samples.decoded(Samples.written(list))).isEqualTo(Binary.EMPTY);
  }

  @Test
  void aStreamAnywhereButAtTheEndIsRefused() {
    assertThatThrownBy(() -> TermEncoder.encode(Tuple.of(stream(5), Atom.OK), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("last thing in a message");
    assertThatThrownBy(() -> TermEncoder.encode(ListTerm.of(stream(5)), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TermEncoder.encode(Tuple.of(stream(5), stream(5)), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFunThatCapturedALargeBinaryIsReadBack() {
    Fun fun = fun(Binary.wrap(Samples.bytes(200_000)), Binary.wrap(Samples.bytes(LARGE)));
    assertThat(Samples.decoded(Samples.encoded(Tuple.of(fun, Atom.OK))))
        .isEqualTo(Tuple.of(fun, Atom.OK));
    Term padded =
        Tuple.of(
            Binary.wrap(Samples.bytes(LARGE)), io.teleport.term.Terms.of(List.of(70_000)), fun);
    assertThat(Samples.decoded(Samples.encoded(padded))).isEqualTo(padded);
  }

  @Test
  void aFunThatCapturedAStreamCountsItsLength() {
    Binary stream = stream(1000);
    Term nested = fun(Atom.OK, fun(stream));

    GatherList list = TermEncoder.encode(nested, 0);

    byte[] envelope = Samples.written(list);
    assertThat(list.tailLength()).isEqualTo(1000);
    assertThat(
            TermDecoder.decode(
                envelope, 0, envelope.length, DecodeLimits.DEFAULT, stream.content()))
        .isEqualTo(nested);
  }

  @Test
  void aFunCannotCaptureAStreamOfUnknownLength() {
    Term fun = fun(Binary.ofStream(new ByteArrayInputStream(new byte[10])));
    assertThatThrownBy(() -> TermEncoder.encode(fun, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown length");
  }

  private static Fun fun(Term... captured) {
    return new Fun(
        Atom.OK,
        1,
        Binary.wrap(new byte[16]),
        1,
        1,
        1,
        new Pid(Atom.OK, 1, 1, 1),
        List.of(captured));
  }

  private static Binary stream(int size) {
    return Binary.ofStream(new ByteArrayInputStream(Samples.bytes(size)), size);
  }
}
