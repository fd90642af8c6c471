package io.teleport.term;

/** Reads terms as values of one Java type. */
@FunctionalInterface
interface FromTerm {

  /**
   * Returns the value of a term, null for an atom that stands for it.
   *
   * @param depth how many levels lead here
   * @throws Mismatch if the term is not such a value
   */
  Object read(Term term, int depth);
}
