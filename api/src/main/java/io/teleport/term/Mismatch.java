package io.teleport.term;

/**
 * A value cannot be converted. Thrown where that shows; each level that it passes on its way out
 * adds the step that led there, so that a path costs nothing as long as all is well. {@link Terms}
 * turns it into what applications see.
 */
final class Mismatch extends RuntimeException {

  /** The deepest nesting that is converted. */
  static final int MAX_DEPTH = 500;

  private static final long serialVersionUID = 1L;

  private static final int MAX_PRINTED = 20;
  private static final int MAX_REASON = 200;

  private final String expected;
  private final String found;
  private String path = "";
  private int steps;

  Mismatch(String expected, String found) {
    this(expected, found, null);
  }

  Mismatch(String expected, Term found) {
    this(expected, TermNoun.of(found), null);
  }

  Mismatch(String expected, String found, Throwable cause) {
    super(null, cause, false, false);
    this.expected = expected;
    this.found = found;
  }

  /** Returns the depth of what is one level further in. */
  static int deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new Mismatch(
          "values nested no deeper than " + MAX_DEPTH + " levels",
          "more, or a value that contains itself");
    }
    return depth + 1;
  }

  /** Returns the same with other words for what is there. */
  Mismatch insteadFound(String other) {
    return new Mismatch(expected, other);
  }

  /** Adds the step that leads to an element. */
  Mismatch at(int index) {
    return at("[" + index + "]");
  }

  /** Adds the step that leads to the value of a key, or to the key itself. */
  Mismatch atKey(Object key) {
    return at("[" + abbreviated(String.valueOf(key), 2 * MAX_PRINTED) + "]");
  }

  /** Adds a step, such as {@code .price}. */
  Mismatch at(String step) {
    if (++steps <= MAX_PRINTED) {
      path = step + path;
    }
    return this;
  }

  /** Returns what applications see. */
  TermConversionException toException() {
    String shown = (steps > MAX_PRINTED ? "$..." : "$") + path;
    return getCause() == null
        ? new TermConversionException(shown, expected, found)
        : new TermConversionException(shown, expected, found, getCause());
  }

  /** Returns why somebody else refused a value, in no more than a line or two. */
  static String reason(Throwable refusal) {
    return abbreviated(String.valueOf(refusal.getMessage()), MAX_REASON);
  }

  private static String abbreviated(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "..." : text;
  }
}
