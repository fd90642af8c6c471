package io.teleport.term;

import java.math.BigInteger;

/**
 * An integer of any size.
 *
 * <p>Not a record: most integers of a message are small, and each of the three subclasses is as
 * small as its range allows. A number has one representation only.
 */
public abstract sealed class IntegerTerm implements Term {

  private static final int CACHE_LOW = -128;
  private static final int CACHE_HIGH = 1023;
  private static final IntegerTerm[] CACHE = new IntegerTerm[CACHE_HIGH - CACHE_LOW + 1];

  static {
    for (int i = 0; i < CACHE.length; i++) {
      CACHE[i] = new Narrow(CACHE_LOW + i);
    }
  }

  private IntegerTerm() {}

  /** Returns the term of a number. */
  public static IntegerTerm of(long value) {
    int narrow = (int) value;
    if (narrow != value) {
      return new Wide(value);
    }
    return narrow >= CACHE_LOW && narrow <= CACHE_HIGH
        ? CACHE[narrow - CACHE_LOW]
        : new Narrow(narrow);
  }

  /** Returns the term of a number. */
  public static IntegerTerm of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new Big(value);
  }

  /** Returns whether the number fits into a {@code long}. */
  public abstract boolean isLong();

  /**
   * Returns the number as a {@code long}.
   *
   * @throws ArithmeticException if it does not fit
   */
  public abstract long longValue();

  /**
   * Returns the number as an {@code int}.
   *
   * @throws ArithmeticException if it does not fit
   */
  public int intValue() {
    return Math.toIntExact(longValue());
  }

  /** Returns the number. */
  public abstract BigInteger bigValue();

  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }

  /** A number of at most 32 bits. */
  private static final class Narrow extends IntegerTerm {
    private final int value;

    Narrow(int value) {
      this.value = value;
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      return value;
    }

    @Override
    public BigInteger bigValue() {
      return BigInteger.valueOf(value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Narrow that && value == that.value;
    }

    @Override
    public int hashCode() {
      return TermHash.of(value);
    }
  }

  /** A number of 33 to 64 bits. */
  private static final class Wide extends IntegerTerm {
    private final long value;

    Wide(long value) {
      this.value = value;
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      return value;
    }

    @Override
    public BigInteger bigValue() {
      return BigInteger.valueOf(value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Wide that && value == that.value;
    }

    @Override
    public int hashCode() {
      return TermHash.of(value);
    }
  }

  /** A number of more than 64 bits. */
  private static final class Big extends IntegerTerm {
    private final BigInteger value;

    Big(BigInteger value) {
      this.value = value;
    }

    @Override
    public boolean isLong() {
      return false;
    }

    @Override
    public long longValue() {
      throw new ArithmeticException(
          "an integer of " + value.bitLength() + " bits does not fit into a long");
    }

    @Override
    public BigInteger bigValue() {
      return value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Big that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      byte[] bytes = value.toByteArray();
      return TermHash.finish(TermHash.add(TermHash.start(bytes.length), bytes, 0, bytes.length));
    }
  }
}
