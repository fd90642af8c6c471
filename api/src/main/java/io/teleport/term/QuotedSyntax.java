package io.teleport.term;

/** Reads characters between quotes, and what a backslash makes of them. */
final class QuotedSyntax {

  private static final int DELETE = 0x7F;
  private static final int ESCAPE = 0x1B;
  private static final int VERTICAL_TAB = 0x0B;

  private final SyntaxText text;

  QuotedSyntax(SyntaxText text) {
    this.text = text;
  }

  /** Reads what stands between two quotes, the first of which comes next. */
  String quoted() {
    int start = text.offset();
    int quotes = text.next();
    StringBuilder out = new StringBuilder();
    while (text.peek() != quotes) {
      if (text.peek() == SyntaxText.END) {
        throw text.expected(
            Character.toString(quotes) + " to end what began at character " + (start + 1));
      }
      out.appendCodePoint(character());
    }
    text.next();
    return out.toString();
  }

  /** Reads one character, or what a backslash and those after it stand for. */
  int character() {
    int start = text.offset();
    int c = text.next();
    return checked(start, c == '\\' ? escaped(start) : c);
  }

  private int escaped(int start) {
    int c = text.next();
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'v' -> VERTICAL_TAB;
      case 'e' -> ESCAPE;
      case 's' -> ' ';
      case 'd' -> DELETE;
      case 'x' -> hexadecimal(start);
      case '^' -> control(start);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c - '0');
      default -> c;
    };
  }

  private int octal(int first) {
    int value = first;
    for (int i = 0; i < 2 && text.peek() >= '0' && text.peek() <= '7'; i++) {
      value = value * 8 + text.next() - '0';
    }
    return value;
  }

  private int hexadecimal(int start) {
    int value = 0;
    if (text.peek() != '{') {
      for (int i = 0; i < 2; i++) {
        value = value * 16 + hexDigit();
      }
      return value;
    }
    text.next();
    do {
      value = value * 16 + hexDigit();
      if (value > Character.MAX_CODE_POINT) {
        throw illegal(start);
      }
    } while (text.peek() != '}');
    text.next();
    return value;
  }

  private int hexDigit() {
    int digit = text.peek() > 0x7F ? -1 : Character.digit(text.peek(), 16);
    if (digit < 0) {
      throw text.expected("a hexadecimal digit");
    }
    text.next();
    return digit;
  }

  private int control(int start) {
    int c = text.next();
    if ((c >= '@' && c <= '_') || (c >= 'a' && c <= 'z')) {
      return c & 0x1F;
    }
    throw text.expected(start, "\\^ and a letter, or one of @[\\]^_", "something else after \\^");
  }

  private int checked(int start, int c) {
    if (c == SyntaxText.END) {
      throw text.expected("a character");
    }
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw illegal(start);
    }
    return c;
  }

  private TermSyntaxException illegal(int start) {
    return text.expected(
        start,
        "a character of Unicode",
        "one beyond 10FFFF, or half of a surrogate pair (D800 to DFFF)");
  }
}
