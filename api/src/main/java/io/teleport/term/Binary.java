package io.teleport.term;

import io.teleport.BodyLengthException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A sequence of bytes, wherever they lie: on the heap, in a buffer, in a file, in a stream or
 * channel that is still to be read, or in memory of a received message.
 *
 * <p>Large binaries are never copied on their way: what {@link #wrap}, {@link #of(ByteBuffer)} and
 * {@link #ofFile} refer to must not change until the message that holds it is sent. A binary of a
 * received message is valid until the listener returns; afterwards all methods that need its bytes
 * throw {@link PayloadReleasedException}.
 *
 * <p>Two binaries are equal when their bytes are. A stream, which can be read once, equals only
 * itself.
 *
 * <p>One that is on the heap refers to its array without a {@link BinaryContent} between them.
 */
public abstract sealed class Binary implements Term permits HeapBinary, ContentBinary {

  /** The binary without bytes, {@code <<>>}. */
  // Nothing but this class names HeapBinary, so this class is initialized first.
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final Binary EMPTY = new HeapBinary(new byte[0], 0, 0);

  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;

  /** What a decoder puts in the place of what is malformed. */
  private static final char REPLACEMENT = '\uFFFD';

  Binary() {}

  /** Returns the binary of some bytes, which are copied. */
  public static Binary copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /** Returns the binary of some bytes, which are not copied and must not change any more. */
  public static Binary wrap(byte[] bytes) {
    return new HeapBinary(bytes, 0, bytes.length);
  }

  /**
   * Returns the binary of a part of an array, which is not copied and must not change any more.
   *
   * @throws IndexOutOfBoundsException if the part is not within the array
   */
  public static Binary wrap(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return new HeapBinary(bytes, offset, length);
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
    return new ContentBinary(new BinaryContent.Buffer(bytes));
  }

  /**
   * Returns the binary of a whole file, which is read when the binary is used and must not change
   * meanwhile.
   *
   * @throws UncheckedIOException if there is no such file
   */
  public static Binary ofFile(Path path) {
    try {
      return new ContentBinary(new BinaryContent.File(path, 0, Files.size(path)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the size of " + path, e);
    }
  }

  /**
   * Returns the binary of all that a stream yields, however much that is; see {@link
   * #ofStream(InputStream, long)}.
   */
  public static Binary ofStream(InputStream stream) {
    return ofStream(stream, BinaryContent.UNKNOWN_SIZE);
  }

  /**
   * Returns the binary of all that a stream yields. Such a binary can be sent once, and only at the
   * end of a message.
   *
   * <p>The thread that sends reads the stream to its end, and closes it, before {@code send}
   * returns. If sending fails before that thread has begun to read, the stream is untouched; to
   * close it once more is harmless, so {@code try} with the stream as its resource is right in any
   * case.
   *
   * @param size number of bytes that the stream will yield, -1 if that is not known. If it yields
   *     another number, sending fails with {@link io.teleport.BodyLengthException}
   * @throws IllegalArgumentException if the size is below -1
   */
  public static Binary ofStream(InputStream stream, long size) {
    checkAnnounced(size);
    return new ContentBinary(
        new BinaryContent.Stream(Objects.requireNonNull(stream, "stream"), size));
  }

  /**
   * Returns the binary of all that a channel yields, however much that is; of a file, from the
   * channel's position to the file's end, both as they are now. See {@link
   * #ofChannel(ReadableByteChannel, long)}.
   *
   * @throws UncheckedIOException if the size of a file cannot be read
   */
  public static Binary ofChannel(ReadableByteChannel channel) {
    return channel instanceof FileChannel file
        ? openFile(file, BinaryContent.UNKNOWN_SIZE)
        : ofChannel(channel, BinaryContent.UNKNOWN_SIZE);
  }

  /**
   * Returns the binary of all that a channel yields. Such a binary can be sent once, and only at
   * the end of a message.
   *
   * <p>The channel must be in blocking mode. It is read to its end, and closed, before {@code send}
   * returns: a file by the operating system, which copies it to the socket, any other channel by
   * the thread that sends. If sending fails before reading has begun, the channel is untouched; to
   * close it once more is harmless, so {@code try} with the channel as its resource is right in any
   * case.
   *
   * <p>A file that becomes shorter while it is sent makes sending fail with {@link
   * io.teleport.BodyLengthException}; what is appended meanwhile is not sent.
   *
   * @param size number of bytes that the channel will yield until its end, -1 if that is not known.
   *     If it yields another number, sending fails with {@link io.teleport.BodyLengthException}
   * @throws io.teleport.BodyLengthException if the channel is of a file that has another number of
   *     bytes after the channel's position
   * @throws IllegalArgumentException if the size is below -1
   * @throws UncheckedIOException if the size of a file cannot be read
   */
  public static Binary ofChannel(ReadableByteChannel channel, long size) {
    checkAnnounced(size);
    return channel instanceof FileChannel file
        ? openFile(file, size)
        : new ContentBinary(
            new BinaryContent.Channel(Objects.requireNonNull(channel, "channel"), size));
  }

  private static Binary openFile(FileChannel file, long announced) {
    try {
      long position = file.position();
      long size = Math.max(0, file.size() - position);
      if (announced != BinaryContent.UNKNOWN_SIZE && announced != size) {
        throw new BodyLengthException(
            "a file has %d bytes after position %d, where %d were announced"
                .formatted(size, position, announced));
      }
      return new ContentBinary(new BinaryContent.OpenFile(file, position, size));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the size of a file", e);
    }
  }

  private static void checkAnnounced(long size) {
    if (size < BinaryContent.UNKNOWN_SIZE) {
      throw new IllegalArgumentException("size " + size + ": expected 0 or more, or -1");
    }
  }

  /** Returns the binary of a content. */
  public static Binary of(BinaryContent content) {
    return content instanceof BinaryContent.Heap heap
        ? new HeapBinary(heap.array(), heap.offset(), heap.length())
        : new ContentBinary(Objects.requireNonNull(content, "content"));
  }

  /** Returns where the bytes are. */
  public abstract BinaryContent content();

  /** Returns the number of bytes, or -1 for a stream whose end is not known yet. */
  public abstract long size();

  /** Returns whether the bytes can be read any number of times; a stream can be read once. */
  public abstract boolean isRepeatable();

  /**
   * Returns a copy of the bytes.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IllegalStateException if there are more bytes than an array can hold, or they are still
   *     arriving and somebody else reads them
   * @throws UncheckedIOException if reading a file or stream fails
   */
  public byte[] toByteArray() {
    long size = size();
    if (size > MAX_ARRAY) {
      throw new IllegalStateException(
          size + " bytes do not fit into an array; read them with openStream() or writeTo()");
    }
    if (size >= 0) {
      byte[] bytes = new byte[(int) size];
      copyTo(bytes, 0);
      return bytes;
    }
    try (InputStream in = content().openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Copies all bytes into an array.
   *
   * @param target what they are copied to
   * @param offset index of the first in the array
   * @throws IndexOutOfBoundsException if they do not fit there
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IllegalStateException if it is a stream of unknown size
   * @throws UncheckedIOException if reading a file or stream fails
   */
  public abstract void copyTo(byte[] target, int offset);

  /**
   * Returns the text that the bytes hold in UTF-8.
   *
   * @throws TermConversionException if they are not well-formed UTF-8
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IllegalStateException as {@link #toByteArray}
   * @throws UncheckedIOException if reading a file or stream fails
   */
  public String asString() {
    byte[] bytes = toByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // Either the text holds that character, or it replaces something malformed.
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
   * @throws IllegalStateException if they are still arriving and were opened before
   * @throws UncheckedIOException if a file cannot be opened
   */
  public InputStream openStream() {
    try {
      return content().openStream();
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
    content().writeTo(Channels.newChannel(target));
  }

  /**
   * Writes all bytes to a channel in blocking mode, which stays open.
   *
   * @throws PayloadReleasedException if the listener that received them has returned
   * @throws IOException if reading or writing fails
   */
  public void writeTo(WritableByteChannel target) throws IOException {
    content().writeTo(target);
  }

  @Override
  public abstract boolean equals(Object other);

  /** Returns a hash code of all bytes. */
  @Override
  public abstract int hashCode();

  @Override
  public final String toString() {
    return TermPrinter.print(this);
  }

  static UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException("cannot read the content of a binary", cause);
  }
}
