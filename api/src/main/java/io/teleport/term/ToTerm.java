package io.teleport.term;

/** Writes values of one Java type as terms. */
@FunctionalInterface
interface ToTerm {

  /**
   * Returns the term of a value.
   *
   * @param value the value; may be null
   * @param depth how many levels lead here
   * @throws Mismatch if there is none
   */
  Term write(Object value, int depth);
}
