package io.teleport.term;

import java.math.BigInteger;

/** Reads integers in every base, and floats. */
final class NumberSyntax {

  /** The most digits of a number; the time to read one grows with the square of them. */
  static final int MAX_DIGITS = 10_000;

  private static final int MIN_BASE = 2;
  private static final int MAX_BASE = 36;

  private final SyntaxText text;
  private final QuotedSyntax quoted;

  NumberSyntax(SyntaxText text, QuotedSyntax quoted) {
    this.text = text;
    this.quoted = quoted;
  }

  /** Returns whether a number without a sign begins with a character. */
  static boolean begins(int c) {
    return isDigit(c) || c == '$';
  }

  /** Reads a number whose sign, if it has one, comes next. */
  Term number() {
    boolean negative = text.peek() == '-';
    if (negative || text.peek() == '+') {
      text.next();
      text.skipSpace();
    }
    if (text.peek() == '$') {
      text.next();
      return integer(BigInteger.valueOf(quoted.character()), negative);
    }
    int start = text.offset();
    String digits = digits(10, "a number");
    if (text.peek() == '#') {
      return integer(based(start, digits), negative);
    }
    if (text.peek() == '.' && isDigit(text.peek(1))) {
      return real(start, digits, negative);
    }
    return integer(new BigInteger(digits), negative);
  }

  /** Reads an integer without a sign that fits into an {@code int}. */
  int size() {
    text.skipSpace();
    int start = text.offset();
    if (begins(text.peek())
        && number() instanceof IntegerTerm integer
        && integer.isLong()
        && integer.longValue() <= Integer.MAX_VALUE) {
      return integer.intValue();
    }
    throw text.expected(start, "an integer of 0 to 2147483647", "something else");
  }

  private BigInteger based(int start, String base) {
    // No base has more than two digits, but there may be zeros before them.
    int value = base.length() > 9 ? 0 : Integer.parseInt(base);
    if (value < MIN_BASE || value > MAX_BASE) {
      throw text.expected(start, "a base of 2 to 36", base.length() > 9 ? "a longer one" : base);
    }
    text.next();
    return new BigInteger(digits(value, "a digit of base " + value), value);
  }

  private Term real(int start, String whole, boolean negative) {
    text.next();
    StringBuilder out = new StringBuilder(whole).append('.').append(digits(10, "a digit"));
    if (text.peek() == 'e' || text.peek() == 'E') {
      text.next();
      out.append('e');
      if (text.peek() == '-' || text.peek() == '+') {
        out.appendCodePoint(text.next());
      }
      out.append(digits(10, "the digits of an exponent"));
    }
    double value = Double.parseDouble(out.toString());
    if (Double.isInfinite(value)) {
      throw text.expected(start, "a float of at most 1.7976931348623157e308", "a larger one");
    }
    return new FloatTerm(negative ? -value : value);
  }

  /** Reads digits, each two of which may have one underscore between them. */
  private String digits(int base, String expected) {
    int start = text.offset();
    StringBuilder out = new StringBuilder();
    while (isDigit(text.peek(0), base)
        || (!out.isEmpty() && text.peek(0) == '_' && isDigit(text.peek(1), base))) {
      int c = text.next();
      if (c != '_') {
        out.append((char) c);
      }
      if (out.length() > MAX_DIGITS) {
        throw text.expected(start, "a number of at most " + MAX_DIGITS + " digits", "a longer one");
      }
    }
    if (out.isEmpty()) {
      throw text.expected(expected);
    }
    return out.toString();
  }

  private static IntegerTerm integer(BigInteger value, boolean negative) {
    return IntegerTerm.of(negative ? value.negate() : value);
  }

  private static boolean isDigit(int c) {
    return isDigit(c, 10);
  }

  private static boolean isDigit(int c, int base) {
    return c > 0 && c < 0x80 && Character.digit(c, base) >= 0;
  }
}
