package io.teleport.engine.etf;

/**
 * How much a received term may ask for. What exceeds a limit is refused before memory is spent on
 * it.
 *
 * @param depth how deep terms may be nested, 1 to {@value #MAX_DEPTH}
 * @param terms number of terms in a message, each element counted, and each byte of a string
 * @param atomLength number of characters of an atom, 0 to 255
 * @param integerBytes number of bytes of an integer
 * @param inflatedSize number of bytes of a compressed term after it was inflated
 */
public record DecodeLimits(
    int depth, int terms, int atomLength, int integerBytes, int inflatedSize) {

  /**
   * The deepest nesting that can be allowed; reading, comparing and printing a term need stack for
   * each level.
   */
  public static final int MAX_DEPTH = 500;

  /** The largest inflated size that can be allowed: what fits into an array. */
  public static final int MAX_INFLATED_SIZE = Integer.MAX_VALUE - 8;

  /** Depth 500; 10 million terms; atoms of 255 characters; integers of 64 KiB; 32 MiB inflated. */
  public static final DecodeLimits DEFAULT =
      new DecodeLimits(MAX_DEPTH, 10_000_000, 255, 64 * 1024, 32 * 1024 * 1024);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DecodeLimits {
    check("depth", depth, 1, MAX_DEPTH);
    check("terms", terms, 1, Integer.MAX_VALUE);
    check("atomLength", atomLength, 0, 255);
    check("integerBytes", integerBytes, 8, Integer.MAX_VALUE);
    check("inflatedSize", inflatedSize, 0, MAX_INFLATED_SIZE);
  }

  /** Returns the same limits, with another number of terms. */
  public DecodeLimits withTerms(int value) {
    return new DecodeLimits(depth, value, atomLength, integerBytes, inflatedSize);
  }

  /** Returns the same limits, with another inflated size. */
  public DecodeLimits withInflatedSize(int value) {
    return new DecodeLimits(depth, terms, atomLength, integerBytes, value);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d: expected %d to %d".formatted(name, value, least, most));
    }
  }
}
