package io.teleport.term;

import java.io.Serializable;
import java.util.Objects;

/**
 * An atom, a constant that is its own name.
 *
 * @see <a href="https://www.erlang.org/doc/system/data_types.html#atom">Erlang: Atom</a>
 */
public final class Atom implements Term, Serializable {

  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 255;

  /** The atom {@code true}. */
  public static final Atom TRUE = new Atom("true");

  /** The atom {@code false}. */
  public static final Atom FALSE = new Atom("false");

  /** The atom {@code undefined}, which stands for {@code null}. */
  public static final Atom UNDEFINED = new Atom("undefined");

  /** The atom {@code ok}. */
  public static final Atom OK = new Atom("ok");

  /** The atom {@code error}. */
  public static final Atom ERROR = new Atom("error");

  /** The atom with an empty name, {@code ''}. */
  public static final Atom EMPTY = new Atom("");

  private static final long serialVersionUID = 1;

  private final String value;

  /** The hash code, 0 before it is asked for. Not the same in every JVM. */
  private transient int hash;

  /**
   * Creates the atom of a name.
   *
   * @param value the name: at most {@value #MAX_LENGTH} characters (Unicode code points), and none
   *     of them half of a surrogate pair
   * @throws IllegalArgumentException if it is too long or not well-formed Unicode
   */
  public Atom(String value) {
    this.value = Objects.requireNonNull(value, "value");
    if (value.length() > MAX_LENGTH && value.codePointCount(0, value.length()) > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "an atom has at most %d characters, not %d"
              .formatted(MAX_LENGTH, value.codePointCount(0, value.length())));
    }
    if (hasHalfPair(value)) {
      throw new IllegalArgumentException("the name of an atom holds half of a surrogate pair");
    }
  }

  /** Returns the atom {@code true} or {@code false}. */
  public static Atom of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /**
   * Returns the atom of a name.
   *
   * @throws IllegalArgumentException if the name is too long or not well-formed Unicode
   */
  public static Atom of(String value) {
    return new Atom(value);
  }

  /** Returns the name. */
  public String value() {
    return value;
  }

  private static boolean hasHalfPair(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        int whole = value.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(whole)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private Object readResolve() {
    return new Atom(value);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Atom that && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = TermHash.finish(TermHash.add(TermHash.start(value.length()), value));
      hash = known;
    }
    return known;
  }

  /** Returns the atom as Erlang writes it, in quotes where that is necessary. */
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
