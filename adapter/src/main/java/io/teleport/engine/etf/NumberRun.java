package io.teleport.engine.etf;

import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import java.util.Arrays;

/**
 * The integers that a list begins with, read without an object for each; most lists of integers
 * hold nothing else. Numbers of more than 32 bits, once there is one, make the array a wider one.
 */
final class NumberRun {

  private final int length;
  private int[] ints;
  private long[] longs;
  private int count;

  private NumberRun(int length) {
    this.length = length;
    this.ints = new int[length];
  }

  /** Returns whether a term is an integer that a run can begin with. */
  static boolean beginsWith(int tag) {
    return tag == Tag.INTEGER || tag == Tag.SMALL_INTEGER;
  }

  /**
   * Reads the integers that a list begins with.
   *
   * @param length number of elements of the list
   */
  static NumberRun read(TermSource source, int length) {
    NumberRun run = new NumberRun(length);
    run.count = source.integers(run.ints, 0);
    while (run.count < length && run.readLong(source)) {
      // goes on
    }
    return run;
  }

  /** Reads an integer of at most 56 bits; returns whether there is one. */
  private boolean readLong(TermSource source) {
    long value;
    int tag = source.peek();
    if (tag == Tag.SMALL_INTEGER || tag == Tag.INTEGER) {
      source.advance(1);
      value = tag == Tag.INTEGER ? source.s32() : source.u8();
    } else if (tag == Tag.SMALL_BIG) {
      int header = 3;
      source.check(header);
      byte[] window = source.window(header);
      int at = source.windowPosition();
      int bytes = window[at + 1] & 0xFF;
      int sign = window[at + 2];
      if (bytes >= Long.BYTES || sign < 0 || sign > 1) {
        return false;
      }
      source.advance(header);
      window = source.window(bytes);
      at = source.windowPosition();
      value = 0;
      for (int i = at + bytes - 1; i >= at; i--) {
        value = (value << Byte.SIZE) | (window[i] & 0xFF);
      }
      source.advance(bytes);
      value = sign == 0 ? value : -value;
    } else {
      return false;
    }
    if (longs == null) {
      longs = new long[length];
      for (int i = 0; i < count; i++) {
        longs[i] = ints[i];
      }
      ints = null;
    }
    longs[count++] = value;
    return true;
  }

  /** Returns how many integers there were before something else, or the end of the list. */
  int count() {
    return count;
  }

  /** Returns the list of all integers, if nothing else follows. */
  ListTerm list() {
    return longs != null ? ListTerm.wrap(longs) : ListTerm.wrap(ints);
  }

  /** Returns an array of the list's length with the integers at its begin. */
  Term[] terms() {
    Term[] terms = new Term[length];
    Arrays.setAll(
        terms, i -> i >= count ? null : IntegerTerm.of(longs != null ? longs[i] : ints[i]));
    return terms;
  }
}
