package io.teleport.term;

/**
 * Where in a value, {@code $.items[3].price}.
 *
 * @param parent what the step leads on from; null at the root
 * @param step what leads here
 * @param depth number of steps from the root
 */
record ValuePath(ValuePath parent, String step, int depth) {

  static final ValuePath ROOT = new ValuePath(null, "$", 0);

  /** The deepest nesting that is converted. */
  static final int MAX_DEPTH = 500;

  private static final int MAX_PRINTED = 20;

  ValuePath index(int index) {
    return step("[" + index + "]");
  }

  ValuePath component(String name) {
    return step("." + name);
  }

  ValuePath key(Object key) {
    return step("[" + key + "]");
  }

  TermConversionException mismatch(String expected, String found) {
    return new TermConversionException(toString(), expected, found);
  }

  TermConversionException mismatch(String expected, Term found) {
    return mismatch(expected, TermNoun.of(found));
  }

  private ValuePath step(String next) {
    if (depth >= MAX_DEPTH) {
      throw mismatch(
          "values nested no deeper than " + MAX_DEPTH + " levels",
          "more, or a value that contains itself");
    }
    return new ValuePath(this, next, depth + 1);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int steps = 0;
    for (ValuePath at = this; at != null; at = at.parent) {
      if (++steps > MAX_PRINTED) {
        return text.insert(0, "$...").toString();
      }
      text.insert(0, at.step);
    }
    return text.toString();
  }
}
