package io.teleport.engine.etf;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the compressed form of a term, with a bound on what comes out. */
final class Inflation {

  private static final int BLOCK = 8192;

  private Inflation() {}

  /** Inflates all that is left of a source, which begins with the size of the result. */
  static TermSource inflate(TermSource source, DecodeLimits limits) {
    long size = source.u32();
    if (size == 0 || size > limits.inflatedSize()) {
      throw source.malformed(
          "a compressed term of %d bytes: expected 1 to %d (maxMessage)"
              .formatted(size, limits.inflatedSize()));
    }
    Inflater inflater = new Inflater();
    try {
      byte[] bytes = inflate(source, inflater, (int) size);
      return TermSource.of(bytes, 0, bytes.length);
    } catch (DataFormatException e) {
      throw source.malformed("what should be compressed data is not: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private static byte[] inflate(TermSource source, Inflater inflater, int size)
      throws DataFormatException {
    // Grows with what really comes out, so that a claim alone costs nothing. One byte more than
    // claimed shows whether there is more.
    byte[] bytes = new byte[Math.min(size, BLOCK) + 1];
    int count = 0;
    while (!inflater.finished()) {
      if (inflater.needsInput()) {
        if (source.remaining() == 0) {
          throw source.malformed("the compressed data ends too early");
        }
        inflater.setInput(source.bytes(Math.min(BLOCK, source.remaining())));
      }
      if (inflater.needsDictionary()) {
        throw source.malformed("the compressed data needs a dictionary");
      }
      if (count == bytes.length && count <= size) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size + 1L, count * 2L));
      }
      count += inflater.inflate(bytes, count, bytes.length - count);
      if (count > size) {
        throw source.malformed(
            "more comes out of the compressed data than the " + size + " bytes it says");
      }
    }
    long unread = inflater.getRemaining() + source.remaining();
    if (count < size || unread > 0) {
      throw source.malformed(
          "the compressed data gave %d of %d bytes, and %d bytes follow it"
              .formatted(count, size, unread));
    }
    return Arrays.copyOf(bytes, size);
  }
}
