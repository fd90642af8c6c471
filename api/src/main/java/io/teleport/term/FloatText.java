package io.teleport.term;

import java.math.BigDecimal;
import java.math.MathContext;

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
    // Double.toString gives the shortest digits only since Java 19.
    BigDecimal exact = new BigDecimal(value);
    BigDecimal decimal = exact;
    for (int digits = 1; digits <= MAX_DIGITS; digits++) {
      decimal = exact.round(new MathContext(digits));
      if (decimal.doubleValue() == value) {
        break;
      }
    }
    String scientific = scientific(decimal.stripTrailingZeros());
    if (Math.abs(value) >= MAX_PLAIN) {
      return scientific;
    }
    String plain = plain(decimal.stripTrailingZeros());
    return plain.length() <= scientific.length() ? plain : scientific;
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
