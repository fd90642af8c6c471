package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;

/**
 * Reads terms in the external term format. Safe for use by any thread.
 *
 * <p>A decoder remembers atoms that it read lately, a bounded number of short ones, so that those
 * that come again and again are one object; a node has one decoder for all messages.
 *
 * <p>Binaries of {@value TermEncoder#REFERENCE_THRESHOLD} bytes or more refer to the memory that
 * they were read from. Smaller ones are copied, because a view of a few bytes would keep all of
 * that memory alive. On the heap a binary refers to the array that it was read from where that is
 * small or the binary is an eighth of it, so that what it keeps alive is bounded by 1 KiB, or 64
 * KiB if the binary is large, or eight times its size.
 *
 * <p>A term may end in a binary whose bytes are not with the others, the tail: the envelope then
 * ends after the header of that binary, whose length must be the tail's, or with our own tag for a
 * binary of unknown length.
 *
 * <p>Whatever the bytes are, the result is a term or a {@link MalformedTermException}; and no more
 * heap is allocated than 48 bytes for each of them, and 64 KiB. What comes out of a compressed term
 * counts as well, and is bounded by {@link DecodeLimits#inflatedSize} and by what the term says;
 * the terms in it by {@link DecodeLimits#terms}.
 */
public final class TermDecoder {

  private static final int ATOMS = 1024;
  private static final int ATOMS_OF_ONE_MESSAGE = 16;

  private final DecodeLimits limits;
  private final AtomReader atoms;

  /**
   * Creates a decoder.
   *
   * @param limits what a term may ask for
   */
  public TermDecoder(DecodeLimits limits) {
    this(limits, new AtomTable(ATOMS));
  }

  private TermDecoder(DecodeLimits limits, AtomTable atoms) {
    this.limits = limits;
    this.atoms = new AtomReader(limits, atoms);
  }

  /**
   * Decodes a term from the heap.
   *
   * @param envelope the bytes; not to be changed any more, because the term's binaries refer to
   *     them
   * @param offset index of the first
   * @param length number of bytes
   * @param tail content of the binary that the term ends in, if that is not within the envelope;
   *     else null
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   */
  public Term decode(byte[] envelope, int offset, int length, BinaryContent tail) {
    return decode(TermSource.of(envelope, offset, length), tail);
  }

  /**
   * Decodes a term that fills the memory of a message.
   *
   * @param memory the bytes; it is retained while this method runs, the term itself holds no
   *     reference
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   * @throws io.teleport.term.PayloadReleasedException if the memory was given back
   */
  public Term decode(ChunkList memory) {
    return decode(memory, memory.length(), null);
  }

  /**
   * Decodes a term from the memory of a message.
   *
   * @param memory the bytes; it is retained while this method runs, the term itself holds no
   *     reference
   * @param envelopeLength number of bytes of the memory, from its begin, to decode
   * @param tail content of the binary that the term ends in, if that is not within the envelope;
   *     else null
   * @throws MalformedTermException if the bytes are not a term, or exceed a limit
   * @throws io.teleport.term.PayloadReleasedException if the memory was given back
   */
  public Term decode(ChunkList memory, long envelopeLength, BinaryContent tail) {
    memory.retain();
    try {
      return decode(TermSource.of(memory, envelopeLength), tail);
    } finally {
      memory.release();
    }
  }

  /**
   * A term that others follow.
   *
   * @param term the term
   * @param length number of its bytes
   */
  public record First(Term term, int length) {}

  /**
   * Decodes the first of several terms in a row, before which there is no version.
   *
   * @param bytes what holds them; large binaries of the term refer to it
   * @param offset index of the first byte of the term
   * @param length number of bytes up to the end of the last of them
   * @throws MalformedTermException if the bytes do not begin with a term, or it exceeds a limit
   */
  public First decodeFirst(byte[] bytes, int offset, int length) {
    TermSource source = TermSource.of(bytes, offset, length);
    Term term = new TermReader(source, limits, atoms, null).readFirst();
    return new First(term, (int) source.position());
  }

  /**
   * Decodes one term from the heap, without a decoder that lasts.
   *
   * @see #decode(byte[], int, int, BinaryContent)
   */
  public static Term decode(
      byte[] envelope, int offset, int length, DecodeLimits limits, BinaryContent tail) {
    return forOne(limits).decode(envelope, offset, length, tail);
  }

  /**
   * Decodes one term that fills the memory of a message, without a decoder that lasts.
   *
   * @see #decode(ChunkList)
   */
  public static Term decode(ChunkList memory, DecodeLimits limits) {
    return forOne(limits).decode(memory);
  }

  /**
   * Decodes one term from the memory of a message, without a decoder that lasts.
   *
   * @see #decode(ChunkList, long, BinaryContent)
   */
  public static Term decode(
      ChunkList memory, long envelopeLength, DecodeLimits limits, BinaryContent tail) {
    return forOne(limits).decode(memory, envelopeLength, tail);
  }

  private static TermDecoder forOne(DecodeLimits limits) {
    return new TermDecoder(limits, new AtomTable(ATOMS_OF_ONE_MESSAGE));
  }

  private Term decode(TermSource source, BinaryContent tail) {
    int version = source.u8();
    if (version != Tag.VERSION) {
      throw source.malformed(
          "the first byte is %d, and that of a term is %d".formatted(version, Tag.VERSION));
    }
    if (source.peek() != Tag.COMPRESSED) {
      return new TermReader(source, limits, atoms, tail).readAll();
    }
    source.advance(1);
    TermSource inflated = Inflation.inflate(source, limits);
    return new TermReader(inflated, limits, atoms, tail).readAll();
  }
}
