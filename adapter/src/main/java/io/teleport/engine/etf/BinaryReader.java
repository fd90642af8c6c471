package io.teleport.engine.etf;

import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.BitString;
import io.teleport.term.Term;

/**
 * Reads the binaries of one term.
 *
 * <p>A binary keeps what it refers to alive, and so refers to the message where it is large enough
 * to be worth that, or the message is small. The bytes of all others are copied, many to an array,
 * so that one of them keeps at most {@value #SMALL} bytes.
 */
final class BinaryReader {

  /** The most bytes that a small binary keeps alive, unless it is a good part of the message. */
  static final int SMALL = 1024;

  /** The most bytes that a large binary on the heap keeps alive, unless it is a good part. */
  private static final int LARGE = 64 * 1024;

  /** Longer binaries have an array of their own. */
  private static final int MAX_SHARED = SMALL / 4;

  private static final int FIRST_SHARED = 64;

  private final TermSource source;
  private final BinaryContent tail;
  private boolean tailTaken;

  /** Holds copied bytes up to {@link #sharedUsed}. */
  private byte[] shared;

  private int sharedUsed;

  /**
   * Creates a reader.
   *
   * @param tail content of the binary that the term ends in, if that is not within the source; else
   *     null
   */
  BinaryReader(TermSource source, BinaryContent tail) {
    this.source = source;
    this.tail = tail;
  }

  /** Returns whether there is a tail that no binary was found for. */
  boolean lacksTail() {
    return tail != null && !tailTaken;
  }

  /** Returns how many bytes of the term are not in the source. */
  long tailSize() {
    return tailTaken ? tail.size() : 0;
  }

  /** Reads a binary whose tag and length were read already. */
  Term binary(long length) {
    if (tail != null && source.remaining() == 0) {
      if (length != tail.size()) {
        throw source.malformed(
            "the term ends in a binary of %d bytes, and the tail has %d"
                .formatted(length, tail.size()));
      }
      tailTaken = true;
      return Binary.of(tail);
    }
    if (length >= TermEncoder.REFERENCE_THRESHOLD) {
      return source.isInMemory() || source.mayRefer(length, LARGE)
          ? source.reference(length)
          : Binary.wrap(source.bytes(length));
    }
    return small((int) length);
  }

  private Binary small(int length) {
    if (length == 0) {
      return Binary.EMPTY;
    }
    if (source.mayRefer(length, SMALL)) {
      return source.reference(length);
    }
    if (length > MAX_SHARED) {
      return Binary.wrap(source.bytes(length));
    }
    source.check(length);
    if (shared == null || length > shared.length - sharedUsed) {
      int next = shared == null ? FIRST_SHARED : Math.min(SMALL, 2 * shared.length);
      shared = new byte[(int) Math.min(Math.max(next, length), source.remaining())];
      sharedUsed = 0;
    }
    int offset = sharedUsed;
    source.copyTo(shared, offset, length);
    sharedUsed += length;
    return Binary.wrap(shared, offset, length);
  }

  Term tail() {
    if (tail == null || source.remaining() > 0) {
      throw source.malformed(
          "tag %d stands for the tail of a message, and %s"
              .formatted(Tag.TAIL_BINARY, tail == null ? "this one has none" : "more follows"));
    }
    tailTaken = true;
    return Binary.of(tail);
  }

  Term bits() {
    long length = source.u32();
    int lastBits = source.u8();
    if (length == 0 || lastBits < 1 || lastBits > 8 || length > source.remaining()) {
      throw source.malformed(
          "a bit string of %d bytes with %d bits in the last, and %d bytes are left"
              .formatted(length, lastBits, source.remaining()));
    }
    byte[] bytes = source.bytes(length);
    return lastBits == 8 ? Binary.wrap(bytes) : BitString.of(bytes, lastBits);
  }
}
