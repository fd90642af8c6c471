package io.teleport.term;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A list. It is <em>proper</em> if it ends in the empty list, {@code [a, b]}, and <em>improper</em>
 * if it ends in anything else, {@code [a, b | c]}.
 *
 * @see <a href="https://www.erlang.org/doc/system/data_types.html#list">Erlang: List</a>
 */
public final class ListTerm implements Term {

  /** The empty list, {@code []}. */
  public static final ListTerm EMPTY = new ListTerm(List.of(), null);

  private final List<Term> elements;

  /** What an improper list ends in; null in a proper one. */
  private final Term tail;

  private ListTerm(List<Term> elements, Term tail) {
    this.elements = elements;
    this.tail = tail;
  }

  /** Returns a proper list. */
  public static ListTerm of(Term... elements) {
    return elements.length == 0 ? EMPTY : new ListTerm(List.of(elements), null);
  }

  /** Returns a proper list. */
  public static ListTerm of(List<? extends Term> elements) {
    return elements.isEmpty() ? EMPTY : new ListTerm(List.copyOf(elements), null);
  }

  /**
   * Returns the list that begins with some elements and ends in a term, {@code [a, b | Tail]}. If
   * the tail is a list itself the result is the two lists in a row, as in Erlang, and without
   * elements it is the tail.
   *
   * @param elements at least one, unless the tail is a list
   * @throws IllegalArgumentException if there is no element and the tail is not a list
   */
  public static ListTerm of(List<? extends Term> elements, Term tail) {
    Objects.requireNonNull(tail, "tail");
    if (tail instanceof ListTerm rest) {
      List<Term> all = new ArrayList<>(elements.size() + rest.elements.size());
      all.addAll(elements);
      all.addAll(rest.elements);
      return rest.tail == null ? of(all) : new ListTerm(List.copyOf(all), rest.tail);
    }
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("an improper list has at least one element");
    }
    return new ListTerm(List.copyOf(elements), tail);
  }

  /** Returns the elements, without the tail of an improper list; the list is immutable. */
  public List<Term> elements() {
    return elements;
  }

  /** Returns what an improper list ends in; empty for a proper one. */
  public Optional<Term> tail() {
    return Optional.ofNullable(tail);
  }

  /** Returns whether the list ends in the empty list. */
  public boolean isProper() {
    return tail == null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ListTerm that
        && elements.equals(that.elements)
        && Objects.equals(tail, that.tail);
  }

  @Override
  public int hashCode() {
    return 31 * elements.hashCode() + Objects.hashCode(tail);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
