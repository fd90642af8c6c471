package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * Where the bytes of a {@link Binary} are: on the heap, in a buffer, in a file, in a stream or
 * channel, or in memory of the node.
 *
 * <p>Applications use {@link Binary} and have no need for this interface, which Teleport implements
 * once more for its own memory.
 */
public interface BinaryContent {

  /** The {@link #size} of content whose end is not known yet. */
  long UNKNOWN_SIZE = -1;

  /** Returns the number of bytes, or {@link #UNKNOWN_SIZE}. */
  long size();

  /** Returns whether the bytes can be read any number of times; a stream can be read once. */
  boolean repeatable();

  /**
   * Opens the bytes as a stream.
   *
   * @throws PayloadReleasedException if the memory that holds them was given back
   * @throws IllegalStateException if they can be read once only and were
   * @throws IOException if a file cannot be opened
   */
  InputStream openStream() throws IOException;

  /**
   * Writes all bytes to a channel that is in blocking mode. Content in memory keeps its memory
   * alive meanwhile.
   *
   * @throws PayloadReleasedException if the memory that holds them was given back
   * @throws IOException if reading or writing fails
   */
  void writeTo(WritableByteChannel target) throws IOException;

  /**
   * Bytes on the heap.
   *
   * @param array what holds the bytes; not copied, and not to be changed any more
   * @param offset index of the first byte
   * @param length number of bytes
   */
  record Heap(byte[] array, int offset, int length) implements BinaryContent {
    /**
     * Checks the range.
     *
     * @throws IndexOutOfBoundsException if it is not within the array
     */
    public Heap {
      java.util.Objects.checkFromIndexSize(offset, length, array.length);
    }

    @Override
    public long size() {
      return length;
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream openStream() {
      return new java.io.ByteArrayInputStream(array, offset, length);
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ContentCopy.writeFully(ByteBuffer.wrap(array, offset, length).asReadOnlyBuffer(), target);
    }
  }

  /**
   * Bytes in a buffer, from its position to its limit.
   *
   * @param buffer what holds the bytes; not copied, and not to be changed any more
   */
  record Buffer(ByteBuffer buffer) implements BinaryContent {
    /** Takes a view, so that moving the position of the caller's buffer does not matter. */
    public Buffer {
      buffer = buffer.slice().asReadOnlyBuffer();
    }

    /** Returns a new view of the bytes, with a position and limit of its own. */
    @Override
    public ByteBuffer buffer() {
      return buffer.duplicate();
    }

    @Override
    public long size() {
      return buffer.remaining();
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream openStream() {
      return new BufferInputStream(buffer());
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ContentCopy.writeFully(buffer(), target);
    }
  }

  /**
   * Bytes in a file, read when they are sent.
   *
   * @param path the file
   * @param position index of the first byte in the file
   * @param size number of bytes
   */
  record File(Path path, long position, long size) implements BinaryContent {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public File {
      if (position < 0 || size < 0) {
        throw new IllegalArgumentException(
            "%s: position %d and size %d must not be negative".formatted(path, position, size));
      }
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream openStream() throws IOException {
      return ContentCopy.openRange(path, position, size);
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ContentCopy.transferFile(path, position, size, target);
    }
  }

  /**
   * Bytes that come out of a stream, once.
   *
   * @param stream where they come from; closed by whoever reads it
   * @param size number of bytes, or {@link #UNKNOWN_SIZE} for all until the end of the stream
   */
  record Stream(InputStream stream, long size) implements BinaryContent {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream openStream() {
      return stream;
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ContentCopy.transferStream(stream, target);
    }
  }

  /**
   * Bytes that come out of a channel, once.
   *
   * @param channel where they come from, in blocking mode; closed by whoever reads it
   * @param size number of bytes, or {@link #UNKNOWN_SIZE} for all until the end of the channel
   */
  record Channel(ReadableByteChannel channel, long size) implements BinaryContent {
    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream openStream() {
      return Channels.newInputStream(channel);
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ContentCopy.transferStream(openStream(), target);
    }
  }

  /**
   * Bytes of a file that somebody opened, read once. The position of the channel does not matter
   * any more, and is not kept.
   *
   * @param channel the file; closed by whoever reads it
   * @param position index of the first byte in the file
   * @param size number of bytes
   */
  record OpenFile(FileChannel channel, long position, long size) implements BinaryContent {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public OpenFile {
      if (position < 0 || size < 0) {
        throw new IllegalArgumentException(
            "position %d and size %d must not be negative".formatted(position, size));
      }
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream openStream() throws IOException {
      return ContentCopy.openRange(channel, position, size);
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      try (channel) {
        ContentCopy.transferFile("the file", channel, position, size, target);
      }
    }
  }
}
