package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Writes the binaries of one term: copies the small ones, refers to the large ones, and remembers
 * what the term ends in. The segments it makes are owned by the {@link GatherBuffer}.
 */
final class BinaryWriter {

  private final GatherBuffer out;
  private BinaryContent pumped;
  private boolean ended;
  private long lastReferenceEnd = -1;
  private long lastReferenceSize;

  BinaryWriter(GatherBuffer out) {
    this.out = out;
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
   * Checks that more may be written.
   *
   * @throws IllegalArgumentException if the last binary must be the end of the term
   */
  void checkNotEnded() {
    if (ended) {
      throw new IllegalArgumentException(
          "a binary that is a stream, or longer than %d bytes, must be the last thing in a message: put it last in a tuple"
              .formatted(Tag.MAX_BINARY));
    }
  }

  void write(Binary binary) {
    BinaryContent content = binary.content();
    if (!content.repeatable()) {
      pump(content);
    } else if (content.size() < TermEncoder.REFERENCE_THRESHOLD) {
      header(content.size());
      copy(binary);
    } else {
      refer(binary);
    }
  }

  private void header(long size) {
    if (size == BinaryContent.UNKNOWN_SIZE || size > Tag.MAX_BINARY) {
      out.u8(Tag.TAIL_BINARY);
      ended = true;
    } else {
      out.tagged(Tag.BINARY, size);
    }
  }

  private void pump(BinaryContent content) {
    header(content.size());
    ended = true;
    if (content.size() != 0) {
      pumped = content;
    }
  }

  private void copy(Binary binary) {
    if (binary.content() instanceof BinaryContent.Heap heap) {
      out.bytes(heap.array(), heap.offset(), heap.length());
    } else {
      out.bytes(binary.toByteArray());
    }
  }

  private void refer(Binary binary) {
    BinaryContent content = binary.content();
    header(content.size());
    if (content instanceof BinaryContent.Heap heap) {
      refer(new Segment.Heap(heap.array(), heap.offset(), heap.length()));
    } else if (content instanceof BinaryContent.Buffer buffer) {
      refer(new Segment.Buffer(buffer.buffer()));
    } else if (content instanceof ChunkContent chunks) {
      ChunkList memory = chunks.memory();
      memory.retain();
      refer(new Segment.Chunks(memory, chunks.offset(), chunks.length()));
    } else if (content instanceof BinaryContent.File file) {
      refer(new Segment.FileRange(open(file), file.position(), file.size()));
    } else {
      byte[] copy = binary.toByteArray();
      refer(new Segment.Heap(copy, 0, copy.length));
    }
  }

  private void refer(Segment segment) {
    out.reference(segment);
    lastReferenceEnd = out.length();
    lastReferenceSize = segment.length();
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
