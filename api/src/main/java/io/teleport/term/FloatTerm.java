package io.teleport.term;

/**
 * A floating point number. As in Erlang, it is finite; and 0.0 and -0.0 are different terms.
 *
 * @param value the number, neither infinite nor {@code NaN}
 */
public record FloatTerm(double value) implements Term {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is infinite or {@code NaN}
   */
  public FloatTerm {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Erlang has no floating point number " + value);
    }
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    return TermHash.of(Double.doubleToLongBits(value));
  }

  /** Returns the shortest decimal number that reads back as this one. */
  @Override
  public String toString() {
    return FloatText.shortest(value);
  }
}
