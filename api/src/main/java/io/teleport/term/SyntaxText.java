package io.teleport.term;

/** A text that is read as Erlang syntax, and how far that has come. */
final class SyntaxText {

  /** What is read at the end of the text. */
  static final int END = -1;

  private static final int MAX_QUOTED = 40;

  private final String text;
  private int at;

  SyntaxText(String text) {
    this.text = text;
  }

  /** Returns the next character (code point), or {@link #END}. */
  int peek() {
    return at < text.length() ? text.codePointAt(at) : END;
  }

  /** Returns the {@code char} that is some further on, or {@link #END}. */
  int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  /** Takes the next character (code point), or {@link #END}. */
  int next() {
    int c = peek();
    if (c != END) {
      at += Character.charCount(c);
    }
    return c;
  }

  /** Returns the index of the next {@code char}. */
  int offset() {
    return at;
  }

  /** Returns the text from an offset up to here. */
  String since(int offset) {
    return text.substring(offset, at);
  }

  /** Takes the characters of a symbol, if it comes next after white space. */
  boolean take(String symbol) {
    skipSpace();
    if (!text.startsWith(symbol, at)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  /** Takes the characters of a symbol, which has to come next after white space. */
  void require(String symbol, String expected) {
    if (!take(symbol)) {
      throw expected(expected);
    }
  }

  /** Takes a name without quotes, if one comes next; else an empty text. */
  String word() {
    int start = at;
    while (AtomText.continuesBare(peek(0))) {
      at++;
    }
    return since(start);
  }

  /** Passes over white space and comments, which is what Erlang takes for it. */
  void skipSpace() {
    while (true) {
      int c = peek(0);
      if (c == '%') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (isSpace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Returns whether the character is one that separates and means nothing else. */
  static boolean isSpace(int c) {
    return (c >= 0 && c <= ' ') || (c >= 0x80 && c <= 0xA0);
  }

  /** Returns what to throw where something else is needed than comes next. */
  TermSyntaxException expected(String what) {
    return expected(what, found());
  }

  /** Returns what to throw about what comes next. */
  TermSyntaxException expected(String what, String found) {
    return expected(at, what, found);
  }

  /** Returns what to throw about what stands at an offset. */
  TermSyntaxException expected(int offset, String what, String found) {
    int line = 1;
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', begin)) {
      line++;
      begin = end + 1;
    }
    int column = 1 + text.codePointCount(begin, offset);
    return new TermSyntaxException(offset, line, column, what, found);
  }

  private String found() {
    if (at >= text.length()) {
      return "the end of the text";
    }
    if (text.startsWith("...", at)) {
      return "\"...\", where a text was cut short";
    }
    int start = at;
    String word = word();
    at = start;
    if (!word.isEmpty()) {
      return quote(word.length() > MAX_QUOTED ? word.substring(0, MAX_QUOTED) + "..." : word);
    }
    return quote(Character.toString(peek()));
  }

  private static String quote(String text) {
    return text.equals("\"") ? "'\"'" : AtomText.quote(text, '"');
  }
}
