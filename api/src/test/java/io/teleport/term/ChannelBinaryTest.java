package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.BodyLengthException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelBinaryTest {

  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir Path directory;

  private FileChannel file() throws IOException {
    Path file = Files.write(directory.resolve("f"), BYTES);
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static ReadableByteChannel channel() {
    return Channels.newChannel(new ByteArrayInputStream(BYTES));
  }

  @Test
  void aChannelIsReadOnceAndItsSizeIsWhatWasSaid() throws IOException {
    assertThat(Binary.ofChannel(channel()).size()).isEqualTo(-1);
    Binary binary = Binary.ofChannel(channel(), 5);
    assertThat(binary.size()).isEqualTo(5);
    assertThat(binary.isRepeatable()).isFalse();
    assertThat(binary).isNotEqualTo(Binary.ofChannel(channel(), 5));
    assertThat(binary.toByteArray()).isEqualTo(BYTES);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Binary.ofChannel(channel()).writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(BYTES);
  }

  @Test
  void aFileIsReadFromItsPositionToItsEnd() throws IOException {
    try (FileChannel file = file()) {
      Binary binary = Binary.ofChannel(file.position(2));
      file.position(0);
      assertThat(binary.size()).isEqualTo(3);
      assertThat(binary.isRepeatable()).isFalse();
      assertThat(binary.toByteArray()).containsExactly(3, 4, 5);
      assertThat(file.isOpen()).as("closed by whoever read it").isFalse();
    }
  }

  @Test
  void aFileIsWrittenToAChannelAndClosed() throws IOException {
    FileChannel file = file().position(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Binary.ofChannel(file).writeTo(Channels.newChannel(out));
    assertThat(out.toByteArray()).containsExactly(2, 3, 4, 5);
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void aPositionBehindTheEndOfAFileLeavesNothing() throws IOException {
    try (FileChannel file = file()) {
      assertThat(Binary.ofChannel(file.position(9)).size()).isZero();
    }
  }

  @Test
  void aFileOfAnotherLengthThanAnnouncedIsRefused() throws IOException {
    try (FileChannel file = file()) {
      assertThat(Binary.ofChannel(file, 5).size()).isEqualTo(5);
      for (long announced : new long[] {4, 6}) {
        assertThatThrownBy(() -> Binary.ofChannel(file, announced))
            .isInstanceOf(BodyLengthException.class)
            .hasMessageContaining("5 bytes after position 0, where " + announced);
      }
      assertThat(file.isOpen()).isTrue();
    }
  }

  @Test
  void aFileThatBecomesShorterFailsItsReader() throws IOException {
    try (FileChannel file = file()) {
      Binary binary = Binary.ofChannel(file);
      file.truncate(2);
      try (InputStream in = binary.openStream()) {
        assertThatThrownBy(in::readAllBytes).hasMessageContaining("shorter than the 5 bytes");
      }
    }
  }

  @Test
  void aNegativeSizeIsRefused() {
    assertThatThrownBy(() -> Binary.ofChannel(channel(), -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size -2");
  }

  @Test
  void channelsAmongJavaValuesAreBinaries() throws IOException {
    assertThat(((Binary) Terms.of(channel())).content()).isInstanceOf(BinaryContent.Channel.class);
    try (FileChannel file = file()) {
      assertThat(((Binary) Terms.of(file)).content())
          .isEqualTo(new BinaryContent.OpenFile(file, 0, 5));
    }
  }
}
