package io.teleport.term;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints floating point numbers as Erlang does: the shortest decimal digits that read back as the
 * same number.
 */
final class FloatText {

  private static final int MAX_DIGITS = 17;

  /**
   * From here on not every integer is a float, and digits of a plain number would pretend to a
   * precision it lacks.
   */
  private static final double MAX_PLAIN = 0x1p53;

  private FloatText() {}

  static String shortest(double value) {
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal decimal = shortestDecimal(value);
    String scientific = scientific(decimal.stripTrailingZeros());
    if (Math.abs(value) >= MAX_PLAIN) {
      return scientific;
    }
    String plain = plain(decimal.stripTrailingZeros());
    return plain.length() <= scientific.length() ? plain : scientific;
  }

  /**
   * Returns the decimal of the fewest digits that reads back as a number, and of those the nearest
   * one, or the even one of two that are as near. {@code Double.toString} does that only since Java
   * 19.
   */
  private static BigDecimal shortestDecimal(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal longest = exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    BigDecimal shortest = longest;
    int tooFew = 0;
    int enough = MAX_DIGITS;
    while (enough - tooFew > 1) {
      int digits = (tooFew + enough) / 2;
      BigDecimal rounded = rounded(exact, longest, digits);
      if (rounded.doubleValue() == value) {
        enough = digits;
        shortest = rounded;
      } else {
        tooFew = digits;
      }
    }
    return shortest;
  }

  /**
   * Rounds what was rounded already, which takes less time, unless that lies in the middle of two
   * results.
   */
  private static BigDecimal rounded(BigDecimal exact, BigDecimal longest, int digits) {
    BigDecimal up = longest.round(new MathContext(digits, RoundingMode.HALF_UP));
    BigDecimal down = longest.round(new MathContext(digits, RoundingMode.HALF_DOWN));
    return up.compareTo(down) == 0
        ? up
        : exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String plain(BigDecimal decimal) {
    String plain = decimal.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String scientific(BigDecimal decimal) {
    int exponent = decimal.precision() - decimal.scale() - 1;
    String digits = decimal.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? digits.substring(1) : "0";
    return (decimal.signum() < 0 ? "-" : "") + digits.charAt(0) + '.' + fraction + 'e' + exponent;
  }
}
