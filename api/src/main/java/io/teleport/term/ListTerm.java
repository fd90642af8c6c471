package io.teleport.term;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A list. It is <em>proper</em> if it ends in the empty list, {@code [a, b]}, and <em>improper</em>
 * if it ends in anything else, {@code [a, b | c]}.
 *
 * <p>A proper list of integers of at most 64 bits, a <em>list of numbers</em>, holds them in an
 * array of the narrowest type that fits, and creates a term when one is asked for. {@link #longAt}
 * reads the number itself.
 *
 * @see <a href="https://www.erlang.org/doc/system/data_types.html#list">Erlang: List</a>
 */
public abstract sealed class ListTerm implements Term, Sequence permits TermList, NumberList {

  /** The empty list, {@code []}. */
  // Nothing but this class and its subclasses names TermList, so this class is initialized first.
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final ListTerm EMPTY = new TermList(new Term[0], null);

  ListTerm() {}

  /** Returns a proper list of some terms, which are copied. */
  public static ListTerm of(Term... elements) {
    return TermList.of(elements.clone(), null);
  }

  /** Returns a proper list of some terms, which are copied. */
  public static ListTerm of(List<? extends Term> elements) {
    return TermList.of(elements.toArray(new Term[0]), null);
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
    Term[] first = elements.toArray(new Term[0]);
    if (tail instanceof ListTerm rest) {
      Term[] all = new Term[first.length + rest.size()];
      System.arraycopy(first, 0, all, 0, first.length);
      for (int i = 0; i < rest.size(); i++) {
        all[first.length + i] = rest.get(i);
      }
      return TermList.of(all, rest.improperTail());
    }
    if (first.length == 0) {
      throw new IllegalArgumentException("an improper list has at least one element");
    }
    return TermList.of(first, tail);
  }

  /** Returns a proper list of some terms; the array is not copied and must not change any more. */
  public static ListTerm wrap(Term[] elements) {
    return TermList.of(elements, null);
  }

  /** Returns a list of numbers; the array is not copied and must not change any more. */
  public static ListTerm wrap(int[] numbers) {
    return NumberList.of(numbers);
  }

  /** Returns a list of numbers; the array is not copied and must not change any more. */
  public static ListTerm wrap(long[] numbers) {
    return NumberList.of(numbers);
  }

  /**
   * Returns a list of the numbers 0 to 255, one for each byte; the array is not copied and must not
   * change any more.
   */
  public static ListTerm wrap(byte[] numbers) {
    return NumberList.of(numbers);
  }

  /** Returns the elements, without the tail of an improper list; the list is immutable. */
  public final List<Term> elements() {
    return new SequenceList(this);
  }

  /** Returns the number of elements, without the tail of an improper list. */
  @Override
  public abstract int size();

  /**
   * Returns an element.
   *
   * @param index counted from 0
   * @throws IndexOutOfBoundsException if there is no such element
   */
  @Override
  public abstract Term get(int index);

  /** Returns what an improper list ends in; empty for a proper one. */
  public final Optional<Term> tail() {
    return Optional.ofNullable(improperTail());
  }

  /** Returns whether the list ends in the empty list. */
  public final boolean isProper() {
    return improperTail() == null;
  }

  /**
   * Returns whether this is a list of numbers: proper, not empty, and each element an integer that
   * fits into a {@code long}.
   */
  public final boolean hasNumbersOnly() {
    return this instanceof NumberList;
  }

  /**
   * Returns whether this is a list of numbers that are all 0 to 255, as the strings of Erlang are.
   */
  public abstract boolean hasBytesOnly();

  /**
   * Returns an element of a list of numbers.
   *
   * @param index counted from 0
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws IllegalStateException if this is no list of numbers
   */
  public abstract long longAt(int index);

  /**
   * Copies the elements of a list of numbers that are all 0 to 255.
   *
   * @param target what they are copied to
   * @param offset index of the first in the array
   * @throws IndexOutOfBoundsException if they do not fit there
   * @throws IllegalStateException if this is no such list
   */
  public abstract void copyBytesTo(byte[] target, int offset);

  /** Returns the tail of an improper list, or null. */
  abstract Term improperTail();

  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();

  @Override
  public final String toString() {
    return TermPrinter.print(this);
  }
}
