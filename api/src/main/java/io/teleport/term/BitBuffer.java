package io.teleport.term;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Bits in a row, of which a binary or a bit string is made. */
final class BitBuffer {

  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();

  /** Bits that do not fill a byte yet, the last of them the least significant. */
  private int open;

  private int openBits;

  /** Appends some bytes. */
  void bytes(byte[] bytes) {
    for (byte b : bytes) {
      bits(b, Byte.SIZE);
    }
  }

  /**
   * Appends as many of the low bits of a number in two's complement.
   *
   * @param littleEndian whether the bytes come in the reverse order; for whole bytes only
   */
  void integer(BigInteger value, int count, boolean littleEndian) {
    byte[] bytes = value.toByteArray();
    int parts = (count + Byte.SIZE - 1) / Byte.SIZE;
    for (int i = 0; i < parts; i++) {
      int fromEnd = littleEndian ? i : parts - 1 - i;
      int part =
          fromEnd < bytes.length ? bytes[bytes.length - 1 - fromEnd] : value.signum() < 0 ? -1 : 0;
      boolean isFirst = i == 0 && count % Byte.SIZE > 0;
      bits(part, isFirst ? count % Byte.SIZE : Byte.SIZE);
    }
  }

  /** Returns what was appended. */
  Term finish() {
    int lastBits = openBits;
    if (lastBits == 0) {
      return Binary.wrap(whole.toByteArray());
    }
    bits(0, Byte.SIZE - lastBits);
    return BitString.of(whole.toByteArray(), lastBits);
  }

  private void bits(int value, int count) {
    open = (open << count) | (value & ((1 << count) - 1));
    openBits += count;
    if (openBits >= Byte.SIZE) {
      openBits -= Byte.SIZE;
      whole.write(open >> openBits);
      open &= (1 << openBits) - 1;
    }
  }
}
