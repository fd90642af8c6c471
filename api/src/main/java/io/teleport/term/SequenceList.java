package io.teleport.term;

import java.util.AbstractList;
import java.util.RandomAccess;

/** The elements of a tuple or list as an immutable {@link java.util.List}. */
final class SequenceList extends AbstractList<Term> implements RandomAccess {

  private final Sequence terms;

  SequenceList(Sequence terms) {
    this.terms = terms;
  }

  @Override
  public int size() {
    return terms.size();
  }

  @Override
  public Term get(int index) {
    return terms.get(index);
  }
}
