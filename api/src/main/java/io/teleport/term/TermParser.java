package io.teleport.term;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads terms in Erlang syntax, as {@code erl_parse:parse_term/1} reads what {@code
 * erl_scan:string/1} makes of a text. Whatever the text is, the result is a term or a {@link
 * TermSyntaxException}, in time that grows with its length and with little stack.
 */
final class TermParser {

  /** The deepest nesting, which is also the deepest that messages may have. */
  static final int MAX_DEPTH = 500;

  /**
   * The longest text, in {@code char}s; it bounds the memory that is spent, and also the bytes of
   * all binaries together, whose size can be a few digits.
   */
  static final int MAX_LENGTH = 1024 * 1024;

  private static final String A_TERM = "a term";

  private final SyntaxText text;
  private final QuotedSyntax quoted;
  private final NumberSyntax numbers;
  private final BinarySyntax binaries;

  private TermParser(String text) {
    this.text = new SyntaxText(text);
    this.quoted = new QuotedSyntax(this.text);
    this.numbers = new NumberSyntax(this.text, quoted);
    this.binaries = new BinarySyntax(this.text, numbers, quoted);
  }

  static Term parse(String text) {
    Objects.requireNonNull(text, "text");
    TermParser parser = new TermParser(text);
    if (text.length() > MAX_LENGTH) {
      throw parser.text.expected(
          "a text of at most " + MAX_LENGTH + " characters", "one of " + text.length());
    }
    Term term = parser.term(0);
    parser.end();
    return term;
  }

  private void end() {
    text.skipSpace();
    int after = text.peek(1);
    if (text.peek() == '.'
        && (after == SyntaxText.END || after == '%' || SyntaxText.isSpace(after))) {
      text.next();
      text.skipSpace();
    }
    if (text.peek() != SyntaxText.END) {
      throw text.expected("the end of the term");
    }
  }

  private Term term(int depth) {
    text.skipSpace();
    if (depth > MAX_DEPTH) {
      throw text.expected("at most " + MAX_DEPTH + " levels of nesting", "one more");
    }
    int c = text.peek();
    return switch (c) {
      case '{' -> Tuple.of(sequence("{", depth, "}").toArray(Term[]::new));
      case '[' -> list(depth);
      case '#' -> map(depth);
      case '<' -> binary();
      case '"' -> Terms.charlist(binaries.strings());
      case '\'' -> atom(A_TERM);
      case '-', '+' -> numbers.number();
      case '(' -> parenthesised(depth);
      default -> {
        if (NumberSyntax.begins(c)) {
          yield numbers.number();
        }
        yield isFun() ? export() : atom(A_TERM);
      }
    };
  }

  private Term parenthesised(int depth) {
    text.next();
    Term term = term(depth + 1);
    text.require(")", "\")\"");
    return term;
  }

  private List<Term> sequence(String open, int depth, String close) {
    text.require(open, open);
    List<Term> elements = new ArrayList<>();
    if (text.take(close)) {
      return elements;
    }
    do {
      elements.add(term(depth + 1));
    } while (text.take(","));
    text.require(close, "\",\" or \"" + close + "\"");
    return elements;
  }

  private Term list(int depth) {
    text.next();
    List<Term> elements = new ArrayList<>();
    if (text.take("]")) {
      return ListTerm.EMPTY;
    }
    do {
      elements.add(term(depth + 1));
    } while (text.take(","));
    if (!text.take("|")) {
      text.require("]", "\",\", \"|\" or \"]\"");
      return ListTerm.of(elements);
    }
    Term tail = term(depth + 1);
    text.require("]", "\"]\"");
    return ListTerm.of(elements, tail);
  }

  private Term map(int depth) {
    int start = text.offset();
    text.next();
    if (!text.take("{")) {
      throw text.expected(start, A_TERM, "\"#\" of something that cannot be read from text");
    }
    if (text.take("}")) {
      return MapTerm.EMPTY;
    }
    List<Term> keysAndValues = new ArrayList<>();
    do {
      keysAndValues.add(term(depth + 1));
      text.require("=>", "\"=>\"");
      keysAndValues.add(term(depth + 1));
    } while (text.take(","));
    text.require("}", "\",\" or \"}\"");
    try {
      return MapTerm.of(keysAndValues.toArray(Term[]::new));
    } catch (IllegalArgumentException e) {
      throw text.expected(start, "a map of which all keys differ", e.getMessage());
    }
  }

  private Term binary() {
    if (text.peek(1) != '<') {
      throw text.expected(A_TERM, "\"<\" of a process identifier, which cannot be read from text");
    }
    return binaries.binary();
  }

  private boolean isFun() {
    return text.peek(0) == 'f'
        && text.peek(1) == 'u'
        && text.peek(2) == 'n'
        && !AtomText.continuesBare(text.peek(3));
  }

  private Term export() {
    int start = text.offset();
    text.word();
    Atom module = atom("a module; only funs like fun lists:map/2 can be read from text");
    text.require(":", "\":\"");
    Atom function = atom("the name of a function");
    text.require("/", "\"/\"");
    int arity = numbers.size();
    if (arity > 255) {
      throw text.expected(start, "a fun of at most 255 arguments", "one of " + arity);
    }
    return new Export(module, function, arity);
  }

  private Atom atom(String expected) {
    text.skipSpace();
    int start = text.offset();
    String name;
    if (text.peek() == '\'') {
      name = quoted.quoted();
    } else if (AtomText.beginsBare(text.peek())) {
      name = text.word();
      if (AtomText.isReserved(name)) {
        throw text.expected(
            start, expected, name + ", which is an atom only in quotes: '" + name + "'");
      }
    } else if (AtomText.continuesBare(text.peek())) {
      throw text.expected(start, expected, "the variable " + text.word());
    } else {
      throw text.expected(expected);
    }
    if (name.codePointCount(0, name.length()) > Atom.MAX_LENGTH) {
      throw text.expected(
          start, "an atom of at most " + Atom.MAX_LENGTH + " characters", "a longer one");
    }
    return new Atom(name);
  }
}
