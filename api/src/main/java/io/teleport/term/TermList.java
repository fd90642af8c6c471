package io.teleport.term;

import java.util.Objects;

/** A list of anything but numbers only; or the empty list. */
final class TermList extends ListTerm {

  private final Term[] elements;

  /** What an improper list ends in; null in a proper one. */
  private final Term tail;

  TermList(Term[] elements, Term tail) {
    this.elements = elements;
    this.tail = tail;
  }

  /**
   * Returns a list in its only representation.
   *
   * @param elements taken over by the list
   * @param tail what an improper list ends in, else null
   */
  static ListTerm of(Term[] elements, Term tail) {
    if (elements.length == 0) {
      return EMPTY;
    }
    for (Term element : elements) {
      Objects.requireNonNull(element, "element");
    }
    ListTerm list = tail == null ? NumberList.ofIntegers(elements) : null;
    return list != null ? list : new TermList(elements, tail);
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public Term get(int index) {
    return elements[index];
  }

  @Override
  public boolean hasBytesOnly() {
    return false;
  }

  @Override
  public long longAt(int index) {
    throw new IllegalStateException("a list of other things than numbers");
  }

  @Override
  public void copyBytesTo(byte[] target, int offset) {
    throw new IllegalStateException("a list of other things than bytes");
  }

  @Override
  Term improperTail() {
    return tail;
  }

  // Kept simple because each level of nesting takes stack.
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof TermList that) || elements.length != that.elements.length) {
      return false;
    }
    for (int i = 0; i < elements.length; i++) {
      if (!elements[i].equals(that.elements[i])) {
        return false;
      }
    }
    return Objects.equals(tail, that.tail);
  }

  @Override
  public int hashCode() {
    long state = TermHash.start(elements.length);
    for (Term element : elements) {
      state = TermHash.add(state, element.hashCode());
    }
    return TermHash.finish(TermHash.add(state, Objects.hashCode(tail)));
  }
}
