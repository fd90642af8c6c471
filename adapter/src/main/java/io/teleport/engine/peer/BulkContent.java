package io.teleport.engine.peer;

import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a large message that travel in fragments, and how far they are sent. They are kept
 * until the receiver has them, so that they can be sent again.
 *
 * <p>Owns the gather list, and the segments that are supplied later. Guarded by its owner, but for
 * what is volatile.
 */
final class BulkContent {

  private final GatherList list;
  private final List<Segment> segments = new ArrayList<>();

  /** How many of the segments belong to the list; those after them were supplied. */
  private int listed;

  /** Where the first segment begins; negative if a part of it is not sent in fragments. */
  private long base;

  /** The segment and the byte in it that are sent next. */
  private int index;

  private long offset;
  private volatile long sent;
  private volatile long supplied;
  private volatile long received;

  /**
   * Creates it.
   *
   * @param skip how many bytes of the list's begin are not sent in fragments
   */
  BulkContent(GatherList list, long skip) {
    this.list = list;
    segments.addAll(list.segments());
    long left = skip;
    while (left > 0 && left >= segments.get(0).length()) {
      left -= segments.remove(0).length();
    }
    base = -left;
    offset = left;
    listed = segments.size();
    supplied = segments.stream().mapToLong(Segment::length).sum() - left;
  }

  GatherList list() {
    return list;
  }

  long sent() {
    return sent;
  }

  long supplied() {
    return supplied;
  }

  /** Returns how many bytes the receiver is known to have. */
  long received() {
    return received;
  }

  /** Returns whether some of the bytes come later. */
  boolean isSupplied() {
    return list.pumped() != null;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the owner
  void supply(Segment segment) {
    segments.add(segment);
    supplied += segment.length();
  }

  /** Returns the segment that the next byte is in, or null if there is none. */
  Segment current() {
    return index < segments.size() ? segments.get(index) : null;
  }

  /** Returns where in the current segment the next byte is. */
  long offset() {
    return offset;
  }

  /** Returns a view of the next bytes, of a segment that is neither on the heap nor a file. */
  ByteBuffer view(Segment segment, long most) {
    if (segment instanceof Segment.Chunks chunks) {
      return chunks
          .memory()
          .view(chunks.offset() + offset, Math.min(most, chunks.length() - offset));
    }
    ByteBuffer buffer =
        segment instanceof Segment.Lent lent ? lent.buffer() : ((Segment.Buffer) segment).buffer();
    int count = (int) Math.min(most, buffer.remaining() - offset);
    return buffer.slice(buffer.position() + (int) offset, count);
  }

  /** Moves on within the current segment, or to the next one. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the owner
  void advance(long count) {
    offset += count;
    if (offset == segments.get(index).length()) {
      index++;
      offset = 0;
    }
    sent += count;
  }

  /**
   * Goes to where sending is to go on.
   *
   * @return false if what would have to be sent is not kept any more, or was never there
   */
  boolean seek(long position) {
    if (position < base || position < 0 || position > supplied) {
      return false;
    }
    index = 0;
    long begin = base;
    while (index < segments.size() && position >= begin + segments.get(index).length()) {
      begin += segments.get(index++).length();
    }
    offset = position - begin;
    sent = position;
    return true;
  }

  /**
   * The receiver has so many bytes.
   *
   * @return the segments that are needed no more, to be released
   */
  List<Segment> received(long count) {
    received = Math.max(received, count);
    if (!isSupplied()) {
      return List.of();
    }
    List<Segment> spent = new ArrayList<>();
    int gone = 0;
    while (gone < index && base + segments.get(gone).length() <= count) {
      Segment segment = segments.get(gone++);
      base += segment.length();
      if (listed > 0) {
        listed--;
      } else {
        spent.add(segment);
      }
    }
    segments.subList(0, gone).clear();
    index -= gone;
    return spent;
  }

  /** Gives the list back, and returns the supplied segments that are left, to be released. */
  List<Segment> release() {
    list.release();
    List<Segment> rest = List.copyOf(segments.subList(listed, segments.size()));
    segments.clear();
    index = 0;
    return rest;
  }
}
