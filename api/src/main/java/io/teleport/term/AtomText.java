package io.teleport.term;

import java.util.Set;

/**
 * Names and quoted texts as {@code io_lib} writes them with {@code ~tp}: letters are those of
 * Latin-1, all other characters stand in quotes as they are.
 */
final class AtomText {

  /** Words of the language, which are atoms only in quotes. */
  private static final Set<String> RESERVED =
      Set.of(
          "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
          "catch", "cond", "div", "end", "fun", "if", "let", "not", "of", "or", "orelse", "receive",
          "rem", "try", "when", "xor");

  /**
   * Words of the language since OTP 27, and before only where a module asks for it: in quotes they
   * are read everywhere.
   */
  private static final Set<String> RESERVED_LATER = Set.of("else", "maybe");

  private AtomText() {}

  /** Returns an atom, in quotes where that is necessary. */
  static String print(String name) {
    return isBare(name) && !isReserved(name) && !RESERVED_LATER.contains(name)
        ? name
        : quote(name, '\'');
  }

  /** Returns a text in quotes, with escapes for what cannot stand between them. */
  static String quote(String text, char quotes) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quotes);
    for (int i = 0; i < text.length(); i++) {
      escape(out, text.charAt(i), quotes);
    }
    return out.append(quotes).toString();
  }

  /** Appends a character, or half of a surrogate pair, that stands between quotes. */
  static void escape(StringBuilder out, char c, char quotes) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 0x0B -> out.append("\\v");
      case 0x1B -> out.append("\\e");
      case 0x7F -> out.append("\\d");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quotes) {
          out.append('\\').append(quotes);
        } else if (Character.isISOControl(c)) {
          out.append('\\').append(c >> 6).append((c >> 3) & 7).append(c & 7);
        } else {
          out.append(c);
        }
      }
    }
  }

  /**
   * Returns whether a node takes a character for text when it has to guess: all of Latin-1 that is
   * visible, spaces, and the controls that have an escape of their own.
   */
  static boolean isPrintable(long c) {
    return (c >= ' ' && c <= '~')
        || (c >= 0xA0 && c <= 0xFF)
        || (c >= '\b' && c <= '\r')
        || c == 0x1B;
  }

  /** Returns whether a word may not be an atom without quotes. */
  static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /** Returns whether an atom without quotes may begin with a character. */
  static boolean beginsBare(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
  }

  /** Returns whether a character may stand in an atom without quotes, or in a variable. */
  static boolean continuesBare(int c) {
    return beginsBare(c)
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '@'
        || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
  }

  private static boolean isBare(String name) {
    if (name.isEmpty() || !beginsBare(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!continuesBare(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
