package io.teleport.term;

import java.util.List;
import java.util.Objects;

/**
 * A fixed number of terms in order, {@code {a, b, c}}.
 *
 * <p>Not a record: most tuples are short, and those hold their elements without an array.
 */
public abstract sealed class Tuple implements Term, Sequence {

  /** The tuple without elements, <code>{}</code>. */
  public static final Tuple EMPTY = new Many(new Term[0]);

  private static final int FEW = 3;

  private Tuple() {}

  /** Returns the tuple of some terms, which are copied. */
  public static Tuple of(Term... elements) {
    return elements.length <= FEW ? wrap(elements) : wrap(elements.clone());
  }

  /** Returns the tuple of some terms, which are copied. */
  public static Tuple of(List<? extends Term> elements) {
    return wrap(elements.toArray(new Term[0]));
  }

  /** Returns the tuple of one term. */
  public static Tuple of(Term first) {
    return new Few(Objects.requireNonNull(first, "element"), null, null);
  }

  /** Returns the tuple of two terms. */
  public static Tuple of(Term first, Term second) {
    return new Few(
        Objects.requireNonNull(first, "element"), Objects.requireNonNull(second, "element"), null);
  }

  /** Returns the tuple of three terms. */
  public static Tuple of(Term first, Term second, Term third) {
    return new Few(
        Objects.requireNonNull(first, "element"),
        Objects.requireNonNull(second, "element"),
        Objects.requireNonNull(third, "element"));
  }

  /** Returns the tuple of some terms; the array is not copied and must not change any more. */
  public static Tuple wrap(Term[] elements) {
    return switch (elements.length) {
      case 0 -> EMPTY;
      case 1 -> of(elements[0]);
      case 2 -> of(elements[0], elements[1]);
      case FEW -> of(elements[0], elements[1], elements[2]);
      default -> {
        for (Term element : elements) {
          Objects.requireNonNull(element, "element");
        }
        yield new Many(elements);
      }
    };
  }

  /** Returns the elements; the list is immutable. */
  public final List<Term> elements() {
    return new SequenceList(this);
  }

  /** Returns the number of elements. */
  @Override
  public abstract int size();

  /**
   * Returns an element.
   *
   * @param index counted from 0, unlike in Erlang
   * @throws IndexOutOfBoundsException if there is no such element
   */
  @Override
  public abstract Term get(int index);

  // Kept simple because each level of nesting takes stack.
  @Override
  public final boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Tuple that) || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!get(i).equals(that.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final int hashCode() {
    long state = TermHash.start(size());
    for (int i = 0; i < size(); i++) {
      state = TermHash.add(state, get(i).hashCode());
    }
    return TermHash.finish(state);
  }

  @Override
  public final String toString() {
    return TermPrinter.print(this);
  }

  /** One to three elements; those that are missing are null. */
  private static final class Few extends Tuple {
    private final Term first;
    private final Term second;
    private final Term third;

    Few(Term first, Term second, Term third) {
      this.first = first;
      this.second = second;
      this.third = third;
    }

    @Override
    public int size() {
      return third != null ? FEW : second != null ? 2 : 1;
    }

    @Override
    public Term get(int index) {
      Term element =
          switch (index) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> null;
          };
      if (element == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return element;
    }
  }

  /** Any number of elements but one to three. */
  private static final class Many extends Tuple {
    private final Term[] elements;

    Many(Term[] elements) {
      this.elements = elements;
    }

    @Override
    public int size() {
      return elements.length;
    }

    @Override
    public Term get(int index) {
      return elements[index];
    }
  }
}
