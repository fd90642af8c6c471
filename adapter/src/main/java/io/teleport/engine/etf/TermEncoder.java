package io.teleport.engine.etf;

import io.teleport.engine.net.GatherList;
import io.teleport.term.Term;

/** Writes terms in the external term format, large binaries by reference. */
public final class TermEncoder {

  /** Binaries of this many bytes or more are referred to, smaller ones are copied. */
  public static final int REFERENCE_THRESHOLD = 4096;

  private TermEncoder() {}

  /**
   * Encodes a term.
   *
   * @param term what to encode
   * @param headroom number of bytes to leave free at the begin of the first segment
   * @return the segments, which the caller owns and has to release
   * @throws IllegalArgumentException if the term is nested too deeply, or holds a stream elsewhere than at its end
   * @throws java.io.UncheckedIOException if a file of the term cannot be opened, or is shorter than it was
   * @throws io.teleport.term.PayloadReleasedException if the term refers to memory that was given back
   */
  public static GatherList encode(Term term, int headroom) {
    throw new UnsupportedOperationException("being written: " + term + headroom);
  }
}
