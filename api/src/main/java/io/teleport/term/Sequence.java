package io.teleport.term;

/** Terms in order, counted from 0; immutable. */
interface Sequence {

  /** Returns the number of terms. */
  int size();

  /**
   * Returns a term.
   *
   * @throws IndexOutOfBoundsException if there is no such term
   */
  Term get(int index);
}
