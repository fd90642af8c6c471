package io.teleport.term;

import java.util.Set;
import java.util.regex.Pattern;

/** Prints names and texts as Erlang writes them. */
final class AtomText {

  private static final Pattern BARE = Pattern.compile("[a-z][A-Za-z0-9_@]*");

  /** Words of the language, which are atoms only in quotes. */
  private static final Set<String> RESERVED =
      Set.of(
          "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
          "catch", "cond", "div", "else", "end", "fun", "if", "let", "maybe", "not", "of", "or",
          "orelse", "receive", "rem", "try", "when", "xor");

  private AtomText() {}

  /** Returns an atom, in quotes where that is necessary. */
  static String print(String name) {
    return BARE.matcher(name).matches() && !RESERVED.contains(name) ? name : quote(name, '\'');
  }

  /** Returns a text in quotes, with escapes for what cannot stand between them. */
  static String quote(String text, char quotes) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quotes);
    text.codePoints().forEach(c -> escape(out, c, quotes));
    return out.append(quotes).toString();
  }

  private static void escape(StringBuilder out, int c, char quotes) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quotes) {
          out.append('\\').append(quotes);
        } else if (Character.isISOControl(c)) {
          out.append("\\x{").append(Integer.toHexString(c)).append('}');
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
