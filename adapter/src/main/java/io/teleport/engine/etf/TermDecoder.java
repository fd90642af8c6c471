package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;

/**
 * Reads terms in the external term format.
 *
 * <p>Binaries of {@value TermEncoder#REFERENCE_THRESHOLD} bytes or more refer to the memory that
 * they were read from. Smaller ones are copied, because a view of a few bytes would keep all of
 * that memory alive.
 *
 * <p>A term may end in a binary whose bytes are not with the others, the tail: the envelope then
 * ends after the header of that binary, whose length must be the tail's, or with our own tag for a
 * binary of unknown length.
 *
 * <p>Whatever the bytes are, the result is a term or a {@link MalformedTermException}; and no more
 * memory is spent than a small multiple of the number of bytes, or of {@link
 * DecodeLimits#inflatedSize}.
 */
public final class TermDecoder {

  private TermDecoder() {}

  /**
   * Decodes a term from the heap.
   *
   * @param envelope the bytes; not to be changed any more, because the term's large binaries refer
   *     to them
   * @param offset index of the first
   * @param length number of bytes
   * @param limits what the term may ask for
   * @param tail content of the binary that the term ends in, if that is not within the envelope;
   *     else null
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   */
  public static Term decode(
      byte[] envelope, int offset, int length, DecodeLimits limits, BinaryContent tail) {
    return decode(new HeapSource(envelope, offset, length), limits, tail);
  }

  /**
   * Decodes a term that fills the memory of a message.
   *
   * @param memory the bytes; it is retained while this method runs, the term itself holds no
   *     reference
   * @param limits what the term may ask for
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   * @throws io.teleport.term.PayloadReleasedException if the memory was given back
   */
  public static Term decode(ChunkList memory, DecodeLimits limits) {
    return decode(memory, memory.length(), limits, null);
  }

  /**
   * Decodes a term from the memory of a message.
   *
   * @param memory the bytes; it is retained while this method runs, the term itself holds no
   *     reference
   * @param envelopeLength number of bytes of the memory, from its begin, to decode
   * @param limits what the term may ask for
   * @param tail content of the binary that the term ends in, if that is not within the envelope;
   *     else null
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   * @throws io.teleport.term.PayloadReleasedException if the memory was given back
   */
  public static Term decode(
      ChunkList memory, long envelopeLength, DecodeLimits limits, BinaryContent tail) {
    memory.retain();
    try {
      return decode(new ChunkSource(memory, envelopeLength), limits, tail);
    } finally {
      memory.release();
    }
  }

  private static Term decode(TermSource source, DecodeLimits limits, BinaryContent tail) {
    int version = source.u8();
    if (version != Tag.VERSION) {
      throw source.malformed(
          "the first byte is %d, and that of a term is %d".formatted(version, Tag.VERSION));
    }
    int tag = source.u8();
    if (tag != Tag.COMPRESSED) {
      return new TermReader(source, limits, tail).readAll(tag);
    }
    TermSource inflated = Inflation.inflate(source, limits);
    return new TermReader(inflated, limits, tail).readAll(inflated.u8());
  }
}
