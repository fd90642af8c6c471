package io.teleport.engine.etf;

import io.teleport.BodyLengthException;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Writes the large binaries of a term by reference, and remembers what the term ends in. The
 * segments it makes are owned by the {@link GatherBuffer}.
 */
final class BinaryWriter {

  private static final long NONE = -1;

  private final GatherBuffer out;
  private BinaryContent pumped;

  /** The length of all that was written when the binary was that must be the last thing. */
  private long end = NONE;

  private long lastReferenceEnd = NONE;
  private long lastReferenceSize;

  BinaryWriter(GatherBuffer out) {
    this.out = out;
  }

  /** Forgets the last term, which may hold a stream of an application. */
  void clear() {
    pumped = null;
    end = NONE;
    lastReferenceEnd = NONE;
  }

  /** Returns the content that whoever sends the term has to read, or null. */
  BinaryContent pumped() {
    return pumped;
  }

  /** Returns the length of all that was written when the last reference was, or -1. */
  long lastReferenceEnd() {
    return lastReferenceEnd;
  }

  /** Returns the number of bytes of the last reference. */
  long lastReferenceSize() {
    return lastReferenceSize;
  }

  /**
   * Checks, when all of the term was written, that nothing was after a binary that must be its end.
   *
   * @throws IllegalArgumentException if something was
   */
  void checkEnd() {
    if (end != NONE && end != out.length()) {
      throw notLast();
    }
  }

  private static IllegalArgumentException notLast() {
    return new IllegalArgumentException(
        "a binary that is a stream, or longer than %d bytes, must be the last thing in a message: put it last in a tuple"
            .formatted(Tag.MAX_BINARY));
  }

  /** Returns whether a binary is not written by reference, but simply copied. */
  static boolean isCopied(Binary binary) {
    long size = binary.size();
    return size >= 0 && size < TermEncoder.REFERENCE_THRESHOLD && binary.isRepeatable();
  }

  /** Writes a binary that is not simply copied. */
  void write(Binary binary) {
    BinaryContent content = binary.content();
    if (content.repeatable()) {
      refer(binary, content);
    } else {
      pump(content);
    }
  }

  private void pump(BinaryContent content) {
    header(content.size());
    mustBeLast();
    if (content.size() != 0) {
      pumped = content;
    } else {
      checkEmpty(content);
    }
  }

  /** Nobody will read a stream without bytes: it is closed here. */
  private static void checkEmpty(BinaryContent content) {
    try (InputStream in = content.openStream()) {
      if (in.read() >= 0) {
        throw new BodyLengthException("a stream has more than the 0 bytes that were announced");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a stream that is to be sent", e);
    }
  }

  private void refer(Binary binary, BinaryContent content) {
    header(content.size());
    out.reference(segment(binary, content));
    lastReferenceEnd = out.length();
    lastReferenceSize = content.size();
    if (content.size() > Tag.MAX_BINARY) {
      mustBeLast();
    }
  }

  private void header(long size) {
    if (size == BinaryContent.UNKNOWN_SIZE || size > Tag.MAX_BINARY) {
      out.u8(Tag.TAIL_BINARY);
    } else {
      out.tagged(Tag.BINARY, size);
    }
  }

  private void mustBeLast() {
    if (end != NONE) {
      throw notLast();
    }
    end = out.length();
  }

  private static Segment segment(Binary binary, BinaryContent content) {
    if (content instanceof BinaryContent.Heap heap) {
      return new Segment.Heap(heap.array(), heap.offset(), heap.length());
    } else if (content instanceof BinaryContent.Buffer buffer) {
      return new Segment.Buffer(buffer.buffer());
    } else if (content instanceof ChunkContent chunks) {
      ChunkList memory = chunks.memory();
      memory.retain();
      return new Segment.Chunks(memory, chunks.offset(), chunks.length());
    } else if (content instanceof BinaryContent.File file) {
      return new Segment.FileRange(open(file), file.position(), file.size());
    }
    byte[] copy = binary.toByteArray();
    return new Segment.Heap(copy, 0, copy.length);
  }

  private static FileChannel open(BinaryContent.File file) {
    try {
      FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
      boolean whole = false;
      try {
        whole = channel.size() - file.position() >= file.size();
        if (!whole) {
          throw new EOFException(
              "%s has %d bytes, fewer than the %d it had"
                  .formatted(file.path(), channel.size(), file.position() + file.size()));
        }
        return channel;
      } finally {
        if (!whole) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + file.path(), e);
    }
  }
}
