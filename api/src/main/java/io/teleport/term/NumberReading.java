package io.teleport.term;

import java.math.BigDecimal;

/** Reads terms as numbers. */
final class NumberReading {

  private NumberReading() {}

  static Object toByte(Term term) {
    return (byte) integer(term, "a byte", Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  static Object toShort(Term term) {
    return (short) integer(term, "a short", Short.MIN_VALUE, Short.MAX_VALUE);
  }

  static Object toInt(Term term) {
    return (int) integer(term, "an int", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static Object toLong(Term term) {
    return integer(term, "a long", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long integer(Term term, String type, long least, long most) {
    if (!(term instanceof IntegerTerm integer)) {
      throw new Mismatch("an integer", term);
    }
    if (integer.isLong()) {
      long value = integer.longValue();
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new Mismatch("an integer that fits into " + type, term);
  }

  static Object toBigInteger(Term term) {
    if (term instanceof IntegerTerm integer) {
      return integer.bigValue();
    }
    throw new Mismatch("an integer", term);
  }

  static Object toFloat(Term term) {
    float value = (float) floating(term);
    if (!Float.isFinite(value)) {
      throw new Mismatch("a number that fits into a float", term);
    }
    return value;
  }

  static Object toDouble(Term term) {
    double value = floating(term);
    if (!Double.isFinite(value)) {
      throw new Mismatch("a number that fits into a double", term);
    }
    return value;
  }

  private static double floating(Term term) {
    if (term instanceof FloatTerm number) {
      return number.value();
    } else if (term instanceof IntegerTerm integer) {
      return integer.isLong() ? integer.longValue() : integer.bigValue().doubleValue();
    }
    throw new Mismatch("a number", term);
  }

  static Object toNumber(Term term) {
    if (term instanceof IntegerTerm integer) {
      return integer.isLong() ? (Object) integer.longValue() : integer.bigValue();
    }
    return toDouble(term);
  }

  static Object toBigDecimal(Term term) {
    if (term instanceof IntegerTerm integer) {
      return new BigDecimal(integer.bigValue());
    } else if (term instanceof FloatTerm number) {
      return BigDecimal.valueOf(number.value());
    }
    String expected = "a decimal number, as text or as a number";
    String text = TextReading.parsable(term, expected);
    return TextReading.parse(term, expected, () -> new BigDecimal(text));
  }
}
