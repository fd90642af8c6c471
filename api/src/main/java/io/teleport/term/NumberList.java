package io.teleport.term;

/**
 * A proper list of integers of at most 64 bits, without an object for each.
 *
 * <p>The width is not part of the value: two lists are equal when their numbers are, whatever
 * arrays hold them.
 */
abstract sealed class NumberList extends ListTerm {

  private static final int BYTE = 0xFF;

  /** Returns a list of numbers, which is taken over. */
  static ListTerm of(byte[] numbers) {
    return numbers.length == 0 ? EMPTY : new Bytes(numbers);
  }

  /** Returns a list of numbers, which is taken over. */
  static ListTerm of(int[] numbers) {
    return numbers.length == 0 ? EMPTY : new Ints(numbers);
  }

  /** Returns a list of numbers, which is taken over. */
  static ListTerm of(long[] numbers) {
    return numbers.length == 0 ? EMPTY : new Longs(numbers);
  }

  /**
   * Returns a list of integers in the narrowest array that holds them.
   *
   * @param terms at least one
   * @return null if one is no integer, or has more than 64 bits
   */
  static ListTerm ofIntegers(Term[] terms) {
    // All bits that are not those of the sign, of any of the numbers.
    long significant = 0;
    boolean negative = false;
    for (Term term : terms) {
      if (!(term instanceof IntegerTerm integer) || !integer.isLong()) {
        return null;
      }
      long value = integer.longValue();
      negative |= value < 0;
      significant |= value ^ (value >> (Long.SIZE - 1));
    }
    if (!negative && significant <= BYTE) {
      byte[] bytes = new byte[terms.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ((IntegerTerm) terms[i]).longValue();
      }
      return new Bytes(bytes);
    }
    if (significant <= Integer.MAX_VALUE) {
      int[] ints = new int[terms.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) ((IntegerTerm) terms[i]).longValue();
      }
      return new Ints(ints);
    }
    long[] longs = new long[terms.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = ((IntegerTerm) terms[i]).longValue();
    }
    return new Longs(longs);
  }

  @Override
  public final Term get(int index) {
    return IntegerTerm.of(longAt(index));
  }

  @Override
  public void copyBytesTo(byte[] target, int offset) {
    if (!hasBytesOnly()) {
      throw new IllegalStateException("a list of other numbers than 0 to 255");
    }
    for (int i = 0; i < size(); i++) {
      target[offset + i] = (byte) longAt(i);
    }
  }

  @Override
  final Term improperTail() {
    return null;
  }

  @Override
  public final boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof NumberList that) || size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (longAt(i) != that.longAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public final int hashCode() {
    long state = TermHash.start(size());
    for (int i = 0; i < size(); i++) {
      state = TermHash.add(state, longAt(i));
    }
    return TermHash.finish(state);
  }

  /** Numbers from 0 to 255. */
  private static final class Bytes extends NumberList {
    private final byte[] numbers;

    Bytes(byte[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public int size() {
      return numbers.length;
    }

    @Override
    public long longAt(int index) {
      return numbers[index] & BYTE;
    }

    @Override
    public boolean hasBytesOnly() {
      return true;
    }

    @Override
    public void copyBytesTo(byte[] target, int offset) {
      System.arraycopy(numbers, 0, target, offset, numbers.length);
    }
  }

  /** Numbers of at most 32 bits. */
  private static final class Ints extends NumberList {
    private final int[] numbers;

    Ints(int[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasBytesOnly() {
      for (int number : numbers) {
        if ((number & ~BYTE) != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int size() {
      return numbers.length;
    }

    @Override
    public long longAt(int index) {
      return numbers[index];
    }
  }

  /** Numbers of at most 64 bits. */
  private static final class Longs extends NumberList {
    private final long[] numbers;

    Longs(long[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasBytesOnly() {
      for (long number : numbers) {
        if ((number & ~(long) BYTE) != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int size() {
      return numbers.length;
    }

    @Override
    public long longAt(int index) {
      return numbers[index];
    }
  }
}
