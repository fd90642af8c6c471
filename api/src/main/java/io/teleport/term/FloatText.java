package io.teleport.term;

import java.math.BigDecimal;
import java.math.MathContext;

/** Prints floating point numbers as Erlang does: the shortest decimal digits that read back as the same number. */
final class FloatText {

  private static final int MAX_DIGITS = 17;
  private static final int MAX_PLAIN_EXPONENT = 15;
  private static final int MIN_PLAIN_EXPONENT = -4;

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
    return print(decimal.stripTrailingZeros());
  }

  private static String print(BigDecimal decimal) {
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= MIN_PLAIN_EXPONENT && exponent <= MAX_PLAIN_EXPONENT) {
      String plain = decimal.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = decimal.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? digits.substring(1) : "0";
    return (decimal.signum() < 0 ? "-" : "") + digits.charAt(0) + '.' + fraction + 'e' + exponent;
  }
}
