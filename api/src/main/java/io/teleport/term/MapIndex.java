package io.teleport.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the keys of a map: a table with open addressing over keys and values in turn, which stay in
 * the order they came in. At least half of all slots are empty. A slot has two, four or eight
 * bytes, whatever is enough: one half is the number of an entry, counted from 1, the other half
 * bits of its key's hash code, so that keys are compared only if those are equal.
 *
 * <p>How many slots a search looks at does not depend on the choice of keys, because their hash
 * codes depend on the secret of {@link TermHash}.
 */
final class MapIndex {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int MAX_BYTE = 0xFF;
  private static final int MAX_SHORT = 0xFFFF;
  private static final int MAX_ENTRIES = 1 << 26;

  /**
   * Makes the upper bits, which choose a slot, depend on all, of which the lower are kept in it.
   */
  private static final int SPREAD = 0x9E37_79B9;

  private final byte[] slots;

  /** The number of bits in half a slot: 8, 16 or 32. */
  private final int half;

  private final int mask;

  private MapIndex(int slots, int half) {
    this.slots = new byte[slots * (half / Byte.SIZE) * 2];
    this.half = half;
    this.mask = slots - 1;
  }

  /**
   * Returns the index of some entries.
   *
   * @param keysAndValues keys and values in turn
   * @throws IllegalArgumentException if a key occurs twice
   */
  static MapIndex of(Term[] keysAndValues) {
    int entries = keysAndValues.length / 2;
    if (entries > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "%d entries: the most is %d".formatted(entries, MAX_ENTRIES));
    }
    int half = entries <= MAX_BYTE ? Byte.SIZE : entries <= MAX_SHORT ? Short.SIZE : Integer.SIZE;
    MapIndex index = new MapIndex(Integer.highestOneBit(2 * entries - 1) << 1, half);
    for (int i = 0; i < entries; i++) {
      Term key = keysAndValues[2 * i];
      int hash = key.hashCode();
      int slot = index.search(key, hash, keysAndValues);
      if (index.at(slot) != 0) {
        throw MapTerm.twice(key);
      }
      index.put(slot, index.kept(hash) << half | (i + 1));
    }
    return index;
  }

  /** Returns the number of a key's entry, counted from 0, or -1. */
  int find(Term key, Term[] keysAndValues) {
    return entry(at(search(key, key.hashCode(), keysAndValues))) - 1;
  }

  /**
   * Returns how many slots were looked at to put each key in its place, all together: the work that
   * making this index was, and finding each key once is.
   */
  long probes(Term[] keysAndValues) {
    long probes = 0;
    for (int slot = 0; slot <= mask; slot++) {
      long content = at(slot);
      if (content != 0) {
        Term key = keysAndValues[2 * entry(content) - 2];
        probes += 1 + ((slot - first(key.hashCode())) & mask);
      }
    }
    return probes;
  }

  /** Returns the slot of a key, or the empty one where the search for it ends. */
  private int search(Term key, int hash, Term[] keysAndValues) {
    long kept = kept(hash);
    int slot = first(hash);
    long content;
    while ((content = at(slot)) != 0) {
      if (content >>> half == kept && keysAndValues[2 * entry(content) - 2].equals(key)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int first(int hash) {
    return (hash * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
  }

  /** Returns the bits of a hash code that a slot holds. */
  private long kept(int hash) {
    return hash & (1L << half) - 1;
  }

  private int entry(long content) {
    return (int) (content & (1L << half) - 1);
  }

  private long at(int slot) {
    return switch (half) {
      case Byte.SIZE -> (short) SHORTS.get(slots, slot * Short.BYTES) & MAX_SHORT;
      case Short.SIZE -> (int) INTS.get(slots, slot * Integer.BYTES) & 0xFFFF_FFFFL;
      default -> (long) LONGS.get(slots, slot * Long.BYTES);
    };
  }

  private void put(int slot, long content) {
    switch (half) {
      case Byte.SIZE -> SHORTS.set(slots, slot * Short.BYTES, (short) content);
      case Short.SIZE -> INTS.set(slots, slot * Integer.BYTES, (int) content);
      default -> LONGS.set(slots, slot * Long.BYTES, content);
    }
  }
}
