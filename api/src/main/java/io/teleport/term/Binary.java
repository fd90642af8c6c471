package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A sequence of bytes, wherever they lie: on the heap, in a buffer, in a file, in a stream that is
 * still to be read, or in memory of a received message.
 *
 * <p>Large binaries are never copied on their way: what {@link #wrap}, {@link #of(ByteBuffer)} and
 * {@link #ofFile} refer to must not change until the message that holds it is sent. A binary of a
 * received message is valid until the listener returns; afterwards all methods that need its bytes
 * throw {@link PayloadReleasedException}.
 *
 * <p>Two binaries are equal when their bytes are. A stream, which can be read once, equals only
 * itself.
 */
public final class Binary implements Term {

  /** The binary without bytes, {@code <<>>}. */
  public static final Binary EMPTY = wrap(new byte[0]);

  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;

  private final BinaryContent content;

  private Binary(BinaryContent content) {
    this.content = Objects.requireNonNull(content, "content");
  }

  /** Returns the binary of some bytes, which are copied. */
  public static Binary copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /** Returns the binary of some bytes, which are not copied and must not change any more. */
  public static Binary wrap(byte[] bytes) {
    return new Binary(new BinaryContent.Heap(bytes, 0, bytes.length));
  }

  /**
   * Returns the binary that holds a text in UTF-8, which is how Elixir and most of Erlang represent
   * text.
   */
  public static Binary utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the binary of a buffer's bytes, from its position to its limit, which are not copied
   * and must not change any more.
   */
  public static Binary of(ByteBuffer bytes) {
    return new Binary(new BinaryContent.Buffer(bytes));
  }

  /**
   * Returns the binary of a whole file, which is read when the binary is used and must not change
   * meanwhile.
   *
   * @throws UncheckedIOException if there is no such file
   */
  public static Binary ofFile(Path path) {
    try {
      return new Binary(new BinaryContent.File(path, 0, Files.size(path)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the size of " + path, e);
    }
  }

  /**
   * Returns the binary of all that a stream yields. Such a binary can be sent once, and only at the
   * end of a message; whoever reads the stream closes it.
   */
  public static Binary ofStream(InputStream stream) {
    return ofStream(stream, BinaryContent.UNKNOWN_SIZE);
  }

  /**
   * Returns the binary of all that a stream yields. Such a binary can be sent once, and only at the
   * end of a message; whoever reads the stream closes it.
   *
   * @param size number of bytes that the stream will yield, -1 if that is not known
   */
  public static Binary ofStream(InputStream stream, long size) {
    if (size < BinaryContent.UNKNOWN_SIZE) {
      throw new IllegalArgumentException("size " + size + ": expected 0 or more, or -1");
    }
    return new Binary(new BinaryContent.Stream(Objects.requireNonNull(stream, "stream"), size));
  }

  /** Returns the binary of a content. */
  public static Binary of(BinaryContent content) {
    return new Binary(content);
  }

  /** Returns where the bytes are. */
  public BinaryContent content() {
    return content;
  }

  /** Returns the number of bytes, or -1 for a stream whose end is not known yet. */
  public long size() {
    return content.size();
  }

  /**
   * Returns a copy of the bytes.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IllegalStateException if there are more bytes than an array can hold
   * @throws UncheckedIOException if reading a file or stream fails
   */
  public byte[] toByteArray() {
    long size = size();
    if (size > MAX_ARRAY) {
      throw new IllegalStateException(
          size + " bytes do not fit into an array; read them with openStream() or writeTo()");
    }
    try (InputStream in = content.openStream()) {
      if (size < 0) {
        return in.readAllBytes();
      }
      byte[] bytes = new byte[(int) size];
      int count = in.readNBytes(bytes, 0, bytes.length);
      if (count < bytes.length) {
        throw new IOException("the content ended after " + count + " of " + size + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the content of a binary", e);
    }
  }

  /**
   * Returns the text that the bytes hold in UTF-8.
   *
   * @throws TermConversionException if they are not well-formed UTF-8
   * @throws PayloadReleasedException if the listener that received them has returned
   */
  public String asString() {
    byte[] bytes = toByteArray();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TermConversionException(
          "$",
          "text in UTF-8",
          "a binary of " + bytes.length + " bytes that are not well-formed UTF-8");
    }
  }

  /**
   * Opens the bytes as a stream.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws UncheckedIOException if a file cannot be opened
   */
  public InputStream openStream() {
    try {
      return content.openStream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the content of a binary", e);
    }
  }

  /**
   * Writes all bytes to a stream, which stays open.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IOException if reading or writing fails
   */
  public void writeTo(OutputStream target) throws IOException {
    content.writeTo(Channels.newChannel(target));
  }

  /**
   * Writes all bytes to a channel in blocking mode, which stays open.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IOException if reading or writing fails
   */
  public void writeTo(WritableByteChannel target) throws IOException {
    content.writeTo(target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Binary that
        && (content == that.content || ContentEquality.equal(content, that.content));
  }

  @Override
  public int hashCode() {
    return ContentEquality.hash(content);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
