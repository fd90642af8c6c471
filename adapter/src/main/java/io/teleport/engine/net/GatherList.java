package io.teleport.engine.net;

import io.teleport.term.BinaryContent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An encoded term, ready to be written: small parts on the heap, large binaries by reference, in
 * order.
 *
 * <p>If the term ends in a large binary, the content of that binary is the <em>tail</em>, and all
 * before it the <em>envelope</em>. A receiver can decode the envelope and hand the tail on as a
 * stream.
 *
 * <p>Whoever holds the list owns its segments and releases them all at once. The list itself does
 * not change; the position in it is kept by who writes it.
 */
public final class GatherList {

  private final List<Segment> segments;
  private final int headroom;
  private final long envelopeLength;
  private final long tailLength;
  private final BinaryContent pumped;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * Creates a list.
   *
   * @param segments envelope and tail, in order; the first is of type {@link Segment.Heap} and
   *     begins with the headroom
   * @param headroom number of bytes at the begin of the first segment that the caller fills with
   *     its frame header; they are no part of the envelope
   * @param envelopeLength number of bytes before the tail, without the headroom
   * @param tailLength number of bytes of the tail, {@link BinaryContent#UNKNOWN_SIZE} if nobody
   *     knows, 0 if there is none
   * @param pumped the tail's content if it has to be read by the sending thread (a stream) and so
   *     is not in the segments; else null
   */
  public GatherList(
      List<Segment> segments,
      int headroom,
      long envelopeLength,
      long tailLength,
      BinaryContent pumped) {
    this.segments = List.copyOf(segments);
    this.headroom = headroom;
    this.envelopeLength = envelopeLength;
    this.tailLength = tailLength;
    this.pumped = pumped;
  }

  /** Returns what is to be written, in order, headroom included. */
  public List<Segment> segments() {
    return segments;
  }

  /** Returns the number of free bytes at the begin of the first segment. */
  public int headroom() {
    return headroom;
  }

  /** Returns the number of bytes before the tail, without the headroom. */
  public long envelopeLength() {
    return envelopeLength;
  }

  /**
   * Returns the number of bytes of the tail: 0 for none, {@link BinaryContent#UNKNOWN_SIZE} if
   * nobody knows.
   */
  public long tailLength() {
    return tailLength;
  }

  /** Returns the number of bytes of the encoded term, or {@link BinaryContent#UNKNOWN_SIZE}. */
  public long length() {
    return tailLength == BinaryContent.UNKNOWN_SIZE
        ? BinaryContent.UNKNOWN_SIZE
        : envelopeLength + tailLength;
  }

  /** Returns the tail's content if the sending thread has to read it, else null. */
  public BinaryContent pumped() {
    return pumped;
  }

  /** Releases all segments. Doing so twice is harmless. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      segments.forEach(Segment::release);
    }
  }
}
