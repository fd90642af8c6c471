package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.Binary;
import io.teleport.term.MalformedTermException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes that a decoder reads, from first to last. Used by one thread.
 *
 * <p>All reading goes through a window, which is an array on the heap: of encoded bytes on the heap
 * it is their own array, of the memory of a message a copy of the next few bytes. It begins small,
 * so that an envelope before a large binary costs little, and grows while it is of use; what is
 * read by reference is skipped. So the code that reads is the same for both, and has one bounds
 * check for each item.
 */
final class TermSource {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int FIRST_WINDOW = 512;
  private static final int LARGEST_WINDOW = 8 * 1024;
  private static final int GROWTH = 4;

  /** The longest run of bytes that {@link #window} is asked for. */
  static final int MAX_RUN = 64;

  private static final int SHORT_COPY = 2 * Long.BYTES;

  /** A binary refers to the array of encoded bytes if that is this many times larger at most. */
  private static final int MAX_KEPT_RATIO = 8;

  /** What holds the bytes, or null if they are on the heap. */
  private final ChunkList memory;

  /** The index after the last byte. */
  private final long end;

  private byte[] window;

  /** Where in the window the next byte is. */
  private int position;

  /** Where the bytes in the window end. */
  private int limit;

  /** The index of the byte at the begin of the window. */
  private long windowStart;

  private int nextWindow = FIRST_WINDOW;

  private TermSource(ChunkList memory, long end, byte[] window, int offset, int limit) {
    this.memory = memory;
    this.end = end;
    this.window = window;
    this.position = offset;
    this.limit = limit;
    this.windowStart = -offset;
  }

  /** Returns a source of encoded bytes on the heap, which nobody changes any more. */
  static TermSource of(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new TermSource(null, length, array, offset, offset + length);
  }

  /**
   * Returns a source of encoded bytes in the memory of a message. Whoever decodes holds a reference
   * to that memory meanwhile.
   */
  static TermSource of(ChunkList memory, long length) {
    Objects.checkFromIndexSize(0, length, memory.length());
    return new TermSource(memory, length, new byte[0], 0, 0);
  }

  /** Returns the index of the next byte. */
  long position() {
    return windowStart + position;
  }

  /** Returns the number of bytes that were not read yet. */
  long remaining() {
    return end - windowStart - position;
  }

  /**
   * Returns the next eight bytes without reading them, of which those that are missing are zero:
   * the tag of a term, and the number that most tags are followed by.
   */
  long head() {
    return limit - position >= Long.BYTES ? (long) LONGS.get(window, position) : headAtTheEnd();
  }

  private long headAtTheEnd() {
    need((int) Math.min(Long.BYTES, Math.max(1, remaining())));
    long head = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      head = head << Byte.SIZE | (position + i < limit ? window[position + i] & 0xFF : 0);
    }
    return head;
  }

  /** Reads over a tag, and a number that {@link #head} returned already. */
  void take(int count) {
    if (limit - position < count) {
      position++;
      check(count - 1L);
    }
    position += count;
  }

  int u8() {
    need(1);
    return window[position++] & 0xFF;
  }

  int u16() {
    need(Short.BYTES);
    int value = (short) SHORTS.get(window, position) & 0xFFFF;
    position += Short.BYTES;
    return value;
  }

  long u32() {
    return s32() & 0xFFFF_FFFFL;
  }

  /** Reads a number whose first bit is its sign. */
  int s32() {
    need(Integer.BYTES);
    int value = (int) INTS.get(window, position);
    position += Integer.BYTES;
    return value;
  }

  long u64() {
    need(Long.BYTES);
    long value = (long) LONGS.get(window, position);
    position += Long.BYTES;
    return value;
  }

  /**
   * Reads integers in their two short forms into an array, from an index on.
   *
   * @return the index after the last, where the array ends or something else follows
   */
  int integers(int[] target, int from) {
    int next = from;
    while (next < target.length) {
      byte[] bytes = window;
      int at = position;
      int last = limit - 1 - Integer.BYTES;
      while (next < target.length && at <= last) {
        int tag = bytes[at];
        if (tag == Tag.INTEGER) {
          target[next++] = (int) INTS.get(bytes, at + 1);
          at += 1 + Integer.BYTES;
        } else if (tag == Tag.SMALL_INTEGER) {
          target[next++] = bytes[at + 1] & 0xFF;
          at += 2;
        } else {
          position = at;
          return next;
        }
      }
      position = at;
      // At the end of the window, or of all.
      if (next < target.length) {
        int tag = peek();
        if (tag != Tag.INTEGER && tag != Tag.SMALL_INTEGER) {
          return next;
        }
        position++;
        target[next++] = tag == Tag.INTEGER ? s32() : u8();
      }
    }
    return next;
  }

  /** Returns the next byte without reading it. */
  int peek() {
    need(1);
    return window[position] & 0xFF;
  }

  /**
   * Returns the array that holds the next bytes, at {@link #windowPosition}, without reading them.
   *
   * @param count number of bytes, {@value #MAX_RUN} at most
   */
  byte[] window(int count) {
    need(count);
    return window;
  }

  /** Returns where in the array that {@link #window} returned the next byte is. */
  int windowPosition() {
    return position;
  }

  /** Reads over bytes that were seen in the window. */
  void advance(int count) {
    position += count;
  }

  /** Reads bytes into a new array. The caller has checked that so many can be meant. */
  byte[] bytes(long count) {
    check(count);
    int length = Math.toIntExact(count);
    if (length <= limit - position) {
      byte[] bytes = Arrays.copyOfRange(window, position, position + length);
      position += length;
      return bytes;
    }
    byte[] bytes = new byte[length];
    copyTo(bytes, 0, length);
    return bytes;
  }

  /** Reads bytes into an array, of which what follows them is not in use yet. */
  void copyTo(byte[] target, int offset, int count) {
    check(count);
    if (count <= SHORT_COPY
        && position + SHORT_COPY <= limit
        && offset + SHORT_COPY <= target.length) {
      // Copies more than wanted, which costs less than calling the method below.
      LONGS.set(target, offset, (long) LONGS.get(window, position));
      LONGS.set(target, offset + Long.BYTES, (long) LONGS.get(window, position + Long.BYTES));
      position += count;
    } else if (count <= limit - position) {
      System.arraycopy(window, position, target, offset, count);
      position += count;
    } else {
      ChunkReads.copy(memory, position(), target, offset, count);
      skip(count);
    }
  }

  /** Fails unless there are so many bytes. */
  void check(long count) {
    if (count > remaining()) {
      throw malformed("%d more bytes are needed, and %d are left".formatted(count, remaining()));
    }
  }

  /**
   * Returns whether a binary of so many bytes may refer to the array of bytes on the heap: either
   * that array is small, or the binary is a good part of it.
   *
   * @param small up to how many bytes an array is small
   */
  boolean mayRefer(long count, int small) {
    return memory == null && (window.length <= small || count >= window.length / MAX_KEPT_RATIO);
  }

  /** Reads bytes by reference: to the array if they are on the heap, else to the memory. */
  Binary reference(long count) {
    check(count);
    if (memory == null) {
      Binary binary = Binary.wrap(window, position, (int) count);
      position += (int) count;
      return binary;
    }
    Binary binary = Binary.of(new ChunkContent(memory, position(), count));
    skip(count);
    return binary;
  }

  /** Returns whether the bytes are in the memory of a message. */
  boolean isInMemory() {
    return memory != null;
  }

  /**
   * Fails.
   *
   * @param reason what is wrong with the bytes read last
   */
  MalformedTermException malformed(String reason) {
    return new MalformedTermException(position(), reason);
  }

  private void skip(long count) {
    if (count <= limit - position) {
      position += (int) count;
    } else {
      windowStart = position() + count;
      position = 0;
      limit = 0;
      nextWindow = FIRST_WINDOW;
    }
  }

  private void need(int count) {
    if (count > limit - position) {
      fill(count);
    }
  }

  /** Moves the window to the next byte. */
  private void fill(int count) {
    check(count);
    int size = (int) Math.min(nextWindow, remaining());
    nextWindow = Math.min(LARGEST_WINDOW, nextWindow * GROWTH);
    if (window.length < size) {
      window = new byte[size];
    }
    windowStart = position();
    position = 0;
    limit = size;
    ChunkReads.copy(memory, windowStart, window, 0, size);
  }
}
