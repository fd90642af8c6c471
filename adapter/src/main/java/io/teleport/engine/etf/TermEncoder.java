package io.teleport.engine.etf;

import io.teleport.engine.net.GatherList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Writes terms in the external term format, large binaries by reference. Safe for use by any
 * thread.
 *
 * <p>A binary of {@value #REFERENCE_THRESHOLD} bytes or more becomes a segment that refers to where
 * its bytes lie; the memory of a received message is retained, a file is opened. If the encoded
 * term ends in such a binary, that is the tail of the {@link GatherList}. A binary whose content is
 * a stream is written by whoever sends the list, and so can be the tail only.
 *
 * <p>An encoder keeps a few buffers of at most 65 KiB, in which terms are written before they are
 * copied to an array of their length; a node has one encoder for all messages.
 */
public final class TermEncoder {

  /** Binaries of this many bytes or more are referred to, smaller ones are copied. */
  public static final int REFERENCE_THRESHOLD = 4096;

  /** The most writers that are kept; a power of two. */
  private static final int KEPT = 8;

  /** Writers that nobody uses, at the place of a thread that used them. */
  private final AtomicReferenceArray<TermWriter> idle = new AtomicReferenceArray<>(KEPT);

  /**
   * Encodes one term or Java value, without an encoder that lasts.
   *
   * @see #write
   */
  public static GatherList encode(Object value, int headroom) {
    return new TermWriter().encode(value, headroom);
  }

  /**
   * Encodes a term, or a Java value by the table of {@link io.teleport.term.Terms}. A record goes
   * straight into bytes, the same that its term would become.
   *
   * @param value what to encode
   * @param headroom number of bytes to leave free at the begin of the first segment
   * @return the segments, which the caller owns and has to release
   * @throws IllegalArgumentException if the term is nested deeper than {@value
   *     DecodeLimits#MAX_DEPTH} levels, or holds a stream elsewhere than at its end
   * @throws io.teleport.term.TermConversionException if no term stands for the value
   * @throws java.io.UncheckedIOException if a file of the term cannot be opened, or is shorter than
   *     it was
   * @throws io.teleport.term.PayloadReleasedException if the term refers to memory that was given
   *     back
   */
  public GatherList write(Object value, int headroom) {
    int place = (int) Thread.currentThread().getId() & (KEPT - 1);
    TermWriter writer = idle.getAndSet(place, null);
    if (writer == null) {
      writer = new TermWriter();
    }
    GatherList list = writer.encode(value, headroom);
    // Not after an exception: then the writer holds the term.
    idle.set(place, writer);
    return list;
  }
}
