package io.teleport.engine.etf;

import io.teleport.term.Atom;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Atoms that were read lately, so that one that comes again costs neither memory nor decoding.
 *
 * <p>A name has one place, where the next one that falls there takes its turn; so the table never
 * grows, whatever peers send. Safe for use by any thread: the entries are immutable, and when two
 * threads write one place either entry is right.
 */
final class AtomTable {

  /** The longest name that is kept, in bytes. */
  static final int MAX_BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final Entry[] entries;
  private final int shift;

  /**
   * An atom and its name.
   *
   * @param head the first eight bytes of the name
   * @param name all bytes
   */
  private record Entry(long head, byte[] name, Atom atom) {}

  /**
   * Creates an empty table.
   *
   * @param size number of places, a power of two
   */
  AtomTable(int size) {
    entries = new Entry[size];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
  }

  /**
   * Returns the atom of a name, or null if it is not here.
   *
   * @param bytes the name in UTF-8, of at most {@value #MAX_BYTES} bytes
   */
  Atom find(byte[] bytes, int offset, int length) {
    long head = head(bytes, offset, length);
    Entry entry = entries[place(head, bytes, offset, length)];
    if (entry != null && entry.head == head && entry.name.length == length) {
      if (length <= Long.BYTES
          || Arrays.equals(entry.name, 0, length, bytes, offset, offset + length)) {
        return entry.atom;
      }
    }
    return null;
  }

  /** Keeps an atom. */
  void put(byte[] bytes, int offset, int length, Atom atom) {
    long head = head(bytes, offset, length);
    byte[] name = Arrays.copyOfRange(bytes, offset, offset + length);
    entries[place(head, bytes, offset, length)] = new Entry(head, name, atom);
  }

  private int place(long head, byte[] bytes, int offset, int length) {
    long mixed = head + length;
    if (length > Long.BYTES) {
      mixed += (long) LONGS.get(bytes, offset + length - Long.BYTES) * (SPREAD | 2);
    }
    return (int) ((mixed * SPREAD) >>> shift);
  }

  private static long head(byte[] bytes, int offset, int length) {
    if (length >= Long.BYTES) {
      return (long) LONGS.get(bytes, offset);
    }
    if (bytes.length - offset >= Long.BYTES) {
      return (long) LONGS.get(bytes, offset) & ((1L << (Byte.SIZE * length)) - 1);
    }
    long head = 0;
    for (int i = length - 1; i >= 0; i--) {
      head = head << Byte.SIZE | (bytes[offset + i] & 0xFF);
    }
    return head;
  }
}
