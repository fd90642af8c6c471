package io.teleport.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the keys of a map: a table with open addressing over keys and values in turn, which stay in
 * the order they came in. A slot holds the number of an entry, counted from 1, in one, two or four
 * bytes, whatever is enough; at least half of all slots are empty.
 *
 * <p>How many slots a search looks at does not depend on the choice of keys, because their hash
 * codes depend on the secret of {@link TermHash}.
 */
final class MapIndex {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int MAX_BYTE = 0xFF;
  private static final int MAX_SHORT = 0xFFFF;
  private static final int MAX_ENTRIES = 1 << 28;

  private final byte[] slots;

  /** The logarithm of the number of bytes in a slot. */
  private final int width;

  private MapIndex(int slots, int width) {
    this.slots = new byte[slots << width];
    this.width = width;
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
    int width = entries <= MAX_BYTE ? 0 : entries <= MAX_SHORT ? 1 : 2;
    MapIndex index = new MapIndex(Integer.highestOneBit(2 * entries - 1) << 1, width);
    for (int i = 0; i < entries; i++) {
      int slot = index.search(keysAndValues[2 * i], keysAndValues);
      if (index.at(slot) != 0) {
        throw MapTerm.twice(keysAndValues[2 * i]);
      }
      index.put(slot, i + 1);
    }
    return index;
  }

  /** Returns the number of a key's entry, counted from 0, or -1. */
  int find(Term key, Term[] keysAndValues) {
    return at(search(key, keysAndValues)) - 1;
  }

  /**
   * Returns how many slots were looked at to put each key in its place, all together: the work that
   * making this index was, and finding each key once is.
   */
  long probes(Term[] keysAndValues) {
    long probes = 0;
    int mask = mask();
    for (int slot = 0; slot <= mask; slot++) {
      int entry = at(slot);
      if (entry != 0) {
        probes += 1 + ((slot - keysAndValues[2 * entry - 2].hashCode()) & mask);
      }
    }
    return probes;
  }

  /** Returns the slot of a key, or the empty one where the search for it ends. */
  private int search(Term key, Term[] keysAndValues) {
    int mask = mask();
    int slot = key.hashCode() & mask;
    int entry;
    while ((entry = at(slot)) != 0 && !keysAndValues[2 * entry - 2].equals(key)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int mask() {
    return (slots.length >>> width) - 1;
  }

  private int at(int slot) {
    return switch (width) {
      case 0 -> slots[slot] & MAX_BYTE;
      case 1 -> (short) SHORTS.get(slots, 2 * slot) & MAX_SHORT;
      default -> (int) INTS.get(slots, 4 * slot);
    };
  }

  private void put(int slot, int entry) {
    switch (width) {
      case 0 -> slots[slot] = (byte) entry;
      case 1 -> SHORTS.set(slots, 2 * slot, (short) entry);
      default -> INTS.set(slots, 4 * slot, entry);
    }
  }
}
