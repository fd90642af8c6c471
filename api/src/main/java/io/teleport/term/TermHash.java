package io.teleport.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash codes of terms. They depend on a secret that each JVM draws anew, because keys of maps
 * come from peers: whoever knows how keys are hashed can choose thousands with one hash code, and
 * every map that holds them takes quadratic time. No choice of keys does that without the secret.
 *
 * <p>A sequence is hashed by starting with {@link #start}, adding its parts in order, and
 * finishing. Each step multiplies by a secret number and folds the upper half of the product onto
 * the lower; unlike in sums of multiples, which parts cancel each other then depends on the secret.
 */
final class TermHash {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long SEED;
  private static final long FACTOR;
  private static final long LAST_FACTOR;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    FACTOR = random.nextLong() | 1;
    LAST_FACTOR = random.nextLong() | 1;
  }

  private TermHash() {}

  /** Returns the hash code of a number. */
  static int of(long value) {
    return finish(SEED ^ value);
  }

  /** Returns the state of a hash before anything was added. */
  static long start(long kindOrSize) {
    return SEED + kindOrSize;
  }

  /** Returns the state after a value was added. */
  static long add(long state, long value) {
    return fold(state ^ value, FACTOR);
  }

  /** Returns the state after bytes were added, at most 7 of which do not fill a word. */
  static long add(long state, byte[] bytes, int offset, int length) {
    long next = state;
    int at = offset;
    int end = offset + length;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      next = add(next, (long) LONGS.get(bytes, at));
    }
    return at < end ? add(next, last(bytes, at, end - at)) : next;
  }

  /** Returns 1 to 7 bytes as a word; some may be in it twice. */
  private static long last(byte[] bytes, int at, int count) {
    if (count >= Integer.BYTES) {
      long high = (int) INTS.get(bytes, at + count - Integer.BYTES);
      return (high << Integer.SIZE) | ((int) INTS.get(bytes, at) & 0xFFFF_FFFFL);
    }
    return (bytes[at] & 0xFF)
        | ((bytes[at + count / 2] & 0xFF) << Byte.SIZE)
        | ((bytes[at + count - 1] & 0xFF) << (2 * Byte.SIZE));
  }

  /** Returns the state after the characters of a text were added. */
  static long add(long state, String text) {
    long next = state;
    for (int i = 0; i < text.length(); i++) {
      next = add(next, text.charAt(i));
    }
    return next;
  }

  /** Returns the hash code of all that was added. */
  static int finish(long state) {
    return (int) (fold(state, LAST_FACTOR) >>> 16);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }
}
