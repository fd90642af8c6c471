package io.teleport.term;

/** Writes values of one Java type as terms. */
@FunctionalInterface
interface ToTerm {

  /**
   * Writes the term of a value.
   *
   * @param value the value; may be null
   * @param sink takes the term; if this method throws, it has taken a part of it
   * @param depth how many levels lead here
   * @throws Mismatch if there is no term of the value
   */
  void write(Object value, TermSink sink, int depth);
}
