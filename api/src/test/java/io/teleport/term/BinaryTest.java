package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryTest {

  private static final byte[] BYTES = new byte[100_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir private Path directory;

  @Test
  void contentIsEqualWhereverItLies() throws IOException {
    Path file = Files.write(directory.resolve("f"), BYTES);
    Binary heap = Binary.wrap(BYTES);
    for (Binary other :
        new Binary[] {Binary.copyOf(BYTES), Binary.of(direct()), Binary.ofFile(file)}) {
      assertThat(other).isEqualTo(heap).hasSameHashCodeAs(heap);
      assertThat(heap).isEqualTo(other);
    }
    byte[] changed = BYTES.clone();
    changed[BYTES.length - 1]++;
    assertThat(Binary.wrap(changed)).isNotEqualTo(heap).isNotEqualTo(Binary.of(direct()));
    assertThat(Binary.wrap(new byte[1])).isNotEqualTo(heap);
  }

  @Test
  void contentIsReadInEveryWay() throws IOException {
    Path file = Files.write(directory.resolve("f"), BYTES);
    for (Binary binary :
        new Binary[] {Binary.wrap(BYTES), Binary.of(direct()), Binary.ofFile(file)}) {
      assertThat(binary.size()).isEqualTo(BYTES.length);
      assertThat(binary.toByteArray()).isEqualTo(BYTES).isNotSameAs(BYTES);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      binary.writeTo(out);
      binary.writeTo(Channels.newChannel(out));
      assertThat(out.size()).isEqualTo(2 * BYTES.length);
      try (InputStream in = binary.openStream()) {
        assertThat(in.read()).isEqualTo(BYTES[0] & 0xFF);
        assertThat(in.skip(10)).isEqualTo(10);
        assertThat(in.available()).isEqualTo(BYTES.length - 11);
        assertThat(in.readAllBytes()).hasSize(BYTES.length - 11).startsWith(BYTES[11], BYTES[12]);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[4])).isEqualTo(-1);
      }
    }
  }

  @Test
  void aStreamIsReadOnceAndEqualsOnlyItself() throws IOException {
    Binary stream = Binary.ofStream(new ByteArrayInputStream(BYTES));
    assertThat(stream.size()).isEqualTo(-1);
    assertThat(stream)
        .isEqualTo(Binary.of(stream.content()))
        .hasSameHashCodeAs(Binary.of(stream.content()));
    assertThat(stream)
        .isNotEqualTo(Binary.wrap(BYTES))
        .isNotEqualTo(Binary.ofStream(new ByteArrayInputStream(BYTES)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(BYTES);
    assertThat(Binary.ofStream(new ByteArrayInputStream(BYTES)).toByteArray()).isEqualTo(BYTES);
    assertThatThrownBy(() -> Binary.ofStream(InputStream.nullInputStream(), -2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStreamThatEndsEarlyIsAnError() {
    Binary stream = Binary.ofStream(new ByteArrayInputStream(BYTES), BYTES.length + 1);
    assertThatThrownBy(stream::toByteArray)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("the content ended after 100000 of 100001 bytes");
  }

  @Test
  void aBufferIsTakenByReferenceFromItsPosition() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3});
    buffer.get();
    Binary binary = Binary.of(buffer);
    buffer.get();
    assertThat(binary.toByteArray()).containsExactly(2, 3);
    buffer.put(1, (byte) 9);
    assertThat(binary.toByteArray()).containsExactly(9, 3);
  }

  @Test
  void aCopyDoesNotChangeWithItsSource() {
    byte[] bytes = {1, 2};
    Binary copy = Binary.copyOf(bytes);
    bytes[0] = 9;
    assertThat(copy.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void textIsUtf8AndStrictlySo() {
    assertThat(Binary.utf8("grün").asString()).isEqualTo("grün");
    assertThatThrownBy(() -> Binary.wrap(new byte[] {(byte) 0xC3}).asString())
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("well-formed UTF-8");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Binary.ofFile(directory.resolve("missing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aFileThatShrankIsAnErrorAndNotAShortBinary() throws IOException {
    Path file = Files.write(directory.resolve("f"), BYTES);
    Binary binary = Binary.ofFile(file);
    Files.write(file, new byte[10]);
    assertThatThrownBy(binary::toByteArray)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(EOFException.class);
    assertThatThrownBy(() -> binary.writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("shorter");
    assertThatThrownBy(
            () -> {
              try (InputStream in = binary.openStream()) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(EOFException.class);
  }

  @Test
  void aPartOfAFileIsReadFromWhereItBegins() throws IOException {
    Path file = Files.write(directory.resolve("f"), BYTES);
    Binary part = Binary.of(new BinaryContent.File(file, 5, 3));
    assertThat(part.toByteArray()).containsExactly(BYTES[5], BYTES[6], BYTES[7]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    part.writeTo(out);
    assertThat(out.toByteArray()).containsExactly(BYTES[5], BYTES[6], BYTES[7]);
  }

  private static ByteBuffer direct() {
    return ByteBuffer.allocateDirect(BYTES.length).put(BYTES).flip();
  }
}
