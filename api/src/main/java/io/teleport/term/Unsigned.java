package io.teleport.term;

/** Checks the numbers in identifiers. */
final class Unsigned {

  private static final long MAX_32_BITS = 0xFFFF_FFFFL;

  private Unsigned() {}

  /**
   * Checks a number of 32 bits.
   *
   * @throws IllegalArgumentException if it is negative or too large
   */
  static void check(String what, long value) {
    if (value < 0 || value > MAX_32_BITS) {
      throw new IllegalArgumentException(
          "%s is %d: expected an unsigned number of 32 bits".formatted(what, value));
    }
  }
}
