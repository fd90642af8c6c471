package io.teleport.term;

import java.util.Arrays;

/**
 * A number of bits that do not fill whole bytes. Whole bytes are a {@link Binary}.
 *
 * @see <a href="https://www.erlang.org/doc/system/bit_syntax.html">Erlang: Bit Syntax</a>
 */
public final class BitString implements Term {

  private final byte[] bytes;
  private final int lastBits;

  private BitString(byte[] bytes, int lastBits) {
    this.bytes = bytes;
    this.lastBits = lastBits;
  }

  /**
   * Returns the bits of some bytes.
   *
   * @param bytes at least one; copied
   * @param lastBits how many bits of the last byte count, from its most significant one: 1 to 7
   * @throws IllegalArgumentException if there is no byte, or {@code lastBits} is out of range
   */
  public static BitString of(byte[] bytes, int lastBits) {
    if (bytes.length == 0 || lastBits < 1 || lastBits > 7) {
      throw new IllegalArgumentException(
          "%d bytes with %d bits in the last: expected at least one byte, and 1 to 7 bits"
              .formatted(bytes.length, lastBits));
    }
    byte[] copy = bytes.clone();
    copy[copy.length - 1] &= (byte) (0xFF00 >> lastBits);
    return new BitString(copy, lastBits);
  }

  /** Returns a copy of the bytes; the bits of the last one that do not count are zero. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Returns how many bits of the last byte count, from its most significant one: 1 to 7. */
  public int lastBits() {
    return lastBits;
  }

  /** Returns the number of bits. */
  public long bitSize() {
    return (bytes.length - 1) * 8L + lastBits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitString that
        && lastBits == that.lastBits
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return TermHash.finish(TermHash.add(TermHash.start(bitSize()), bytes, 0, bytes.length));
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
