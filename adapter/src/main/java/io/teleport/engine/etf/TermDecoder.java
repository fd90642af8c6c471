package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import io.teleport.term.Term;

/** Reads terms in the external term format. */
public final class TermDecoder {

  private TermDecoder() {}

  /**
   * Decodes a term from the heap.
   *
   * @param tail content of the binary that the term ends in, if that is not within the envelope; else null
   * @throws io.teleport.term.MalformedTermException if the bytes are not a term, or exceed a limit
   */
  public static Term decode(
      byte[] envelope, int offset, int length, DecodeLimits limits, BinaryContent tail) {
    throw new UnsupportedOperationException("being written: " + limits + tail);
  }

  /**
   * Decodes a term that fills the memory of a message.
   *
   * @throws io.teleport.term.MalformedTermException if the bytes are not a term, or exceed a limit
   */
  public static Term decode(ChunkList memory, DecodeLimits limits) {
    return decode(memory, memory.length(), limits, null);
  }

  /**
   * Decodes a term from the memory of a message.
   *
   * @param envelopeLength number of bytes of the memory, from its begin, to decode
   * @param tail content of the binary that the term ends in, if that is not within the envelope; else null
   * @throws io.teleport.term.MalformedTermException if the bytes are not a term, or exceed a limit
   */
  public static Term decode(
      ChunkList memory, long envelopeLength, DecodeLimits limits, BinaryContent tail) {
    throw new UnsupportedOperationException("being written: " + limits + tail + envelopeLength);
  }
}
