package io.teleport.term;

import java.util.List;

/**
 * A fixed number of terms in order, {@code {a, b, c}}.
 *
 * @param elements the terms; the list is immutable
 */
public record Tuple(List<Term> elements) implements Term {

  /** The tuple without elements, <code>{}</code>. */
  public static final Tuple EMPTY = new Tuple(List.of());

  /** Copies the list, unless it is immutable already. */
  public Tuple {
    elements = List.copyOf(elements);
  }

  /** Returns the tuple of some terms. */
  public static Tuple of(Term... elements) {
    return elements.length == 0 ? EMPTY : new Tuple(List.of(elements));
  }

  /** Returns the number of elements. */
  public int size() {
    return elements.size();
  }

  /**
   * Returns an element.
   *
   * @param index counted from 0, unlike in Erlang
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public Term get(int index) {
    return elements.get(index);
  }

  // Written out because what the compiler generates takes several times the stack for each level of
  // nesting.
  @Override
  public boolean equals(Object other) {
    return other instanceof Tuple that && elements.equals(that.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
