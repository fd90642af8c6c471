package io.teleport.term;

import java.math.BigInteger;
import java.util.Objects;

/** An integer of any size. */
public final class IntegerTerm implements Term {

  private static final int CACHE_LOW = -128;
  private static final int CACHE_HIGH = 255;
  private static final IntegerTerm[] CACHE = new IntegerTerm[CACHE_HIGH - CACHE_LOW + 1];

  static {
    for (int i = 0; i < CACHE.length; i++) {
      CACHE[i] = new IntegerTerm(CACHE_LOW + i, null);
    }
  }

  private final long value;

  /** The value if it does not fit into a long, else null. */
  private final BigInteger big;

  private IntegerTerm(long value, BigInteger big) {
    this.value = value;
    this.big = big;
  }

  /** Returns the term of a number. */
  public static IntegerTerm of(long value) {
    if (value >= CACHE_LOW && value <= CACHE_HIGH) {
      return CACHE[(int) value - CACHE_LOW];
    }
    return new IntegerTerm(value, null);
  }

  /** Returns the term of a number. */
  public static IntegerTerm of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new IntegerTerm(0, value);
  }

  /** Returns whether the number fits into a {@code long}. */
  public boolean isLong() {
    return big == null;
  }

  /**
   * Returns the number as a {@code long}.
   *
   * @throws ArithmeticException if it does not fit
   */
  public long longValue() {
    if (big != null) {
      throw new ArithmeticException(
          "an integer of " + big.bitLength() + " bits does not fit into a long");
    }
    return value;
  }

  /**
   * Returns the number as an {@code int}.
   *
   * @throws ArithmeticException if it does not fit
   */
  public int intValue() {
    return Math.toIntExact(longValue());
  }

  /** Returns the number. */
  public BigInteger bigValue() {
    return big == null ? BigInteger.valueOf(value) : big;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntegerTerm that
        && value == that.value
        && Objects.equals(big, that.big);
  }

  @Override
  public int hashCode() {
    return big == null ? Long.hashCode(value) : big.hashCode();
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
