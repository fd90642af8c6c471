package io.teleport.term;

/** Converts between Java values and terms. */
public final class Terms {

  private Terms() {}

  /** Returns the term of a Java value. */
  public static Term of(Object value) {
    if (value instanceof Term term) {
      return term;
    }
    throw new TermConversionException("$", "a value", "an object of " + value.getClass());
  }

  /** Returns the Java value of a term. */
  public static <T> T as(Term term, Class<T> type) {
    return type.cast(term);
  }

  /** Returns an equal term that does not refer to the memory of a received message. */
  public static Term detached(Term term) {
    return term;
  }
}
