package io.teleport.term;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
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

  private static final char FIRST_OF_TWO_BYTES = 0x80;
  private static final char FIRST_OF_THREE_BYTES = 0x800;

  private final String value;

  /** The number of bytes of the name in UTF-8. */
  private final transient int utf8Size;

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
    this.utf8Size = utf8Size(value);
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

  /** Returns the number of bytes of the name in UTF-8. */
  public int utf8Size() {
    return utf8Size;
  }

  /**
   * Copies the name in UTF-8.
   *
   * @param target what it is copied to
   * @param offset index of the first byte in the array
   * @throws IndexOutOfBoundsException if it does not fit there
   */
  // The deprecated method copies the lower byte of each character, which is right for ASCII, and
  // the only one that copies into an array.
  @SuppressWarnings("deprecation")
  public void copyUtf8To(byte[] target, int offset) {
    if (utf8Size == value.length()) {
      value.getBytes(0, utf8Size, target, offset);
    } else {
      System.arraycopy(value.getBytes(StandardCharsets.UTF_8), 0, target, offset, utf8Size);
    }
  }

  private static int utf8Size(String value) {
    int size = value.length();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= FIRST_OF_TWO_BYTES) {
        size++;
      }
      if (c >= FIRST_OF_THREE_BYTES) {
        size++;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
          throw new IllegalArgumentException("the name of an atom holds half of a surrogate pair");
        }
        // Four bytes for two characters, of which both were counted.
        i++;
      }
    }
    return size;
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
