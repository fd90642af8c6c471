package io.teleport.engine.etf;

import io.teleport.term.FloatTerm;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Reads floats, and integers in their long forms. */
final class NumberReader {

  private NumberReader() {}

  /**
   * Reads an integer whose length was read already.
   *
   * @param length number of its bytes, without the sign
   */
  static Term big(TermSource source, DecodeLimits limits, long length) {
    if (length > limits.integerBytes()) {
      throw source.malformed(
          "an integer of %d bytes: the most is %d".formatted(length, limits.integerBytes()));
    }
    int sign = source.u8();
    if (sign > 1) {
      throw source.malformed("the sign of an integer is %d: expected 0 or 1".formatted(sign));
    }
    if (length > Long.BYTES) {
      return IntegerTerm.of(magnitude(source.bytes(length), sign));
    }
    byte[] window = source.window((int) length);
    int from = source.windowPosition();
    long value = 0;
    for (int i = from + (int) length - 1; i >= from; i--) {
      value = (value << Byte.SIZE) | (window[i] & 0xFF);
    }
    if (value < 0) {
      return IntegerTerm.of(magnitude(source.bytes(length), sign));
    }
    source.advance((int) length);
    return IntegerTerm.of(sign == 0 ? value : -value);
  }

  private static BigInteger magnitude(byte[] bytes, int sign) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return new BigInteger(sign == 0 ? 1 : -1, bytes);
  }

  static Term newFloat(TermSource source) {
    return finite(source, Double.longBitsToDouble(source.u64()));
  }

  static Term oldFloat(TermSource source) {
    byte[] bytes = source.bytes(Tag.FLOAT_TEXT);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
    // Java also reads "NaN", "0x1p3" and "1d", which are no floats here.
    if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
      throw source.malformed("a float that is not a decimal number");
    }
    try {
      return finite(source, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw source.malformed("a float that is not a decimal number");
    }
  }

  private static Term finite(TermSource source, double value) {
    if (!Double.isFinite(value)) {
      throw source.malformed("a float that is not finite");
    }
    return new FloatTerm(value);
  }
}
