package io.teleport.engine.etf;

import io.teleport.engine.net.Segment;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what an encoder writes: small parts in heap memory, large ones as segments that refer to
 * where they lie. It owns those segments until {@link #finish} hands them on or {@link #release}
 * gives them up. Then it can be used again.
 *
 * <p>Small parts are written into a block, which grows up to {@value #BLOCK} bytes and is kept for
 * the next term; what was written is copied out at the end, so that a message takes no more memory
 * than it has bytes. A block that is full becomes a segment itself.
 */
final class GatherBuffer {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int FIRST_BLOCK = 512;

  /** 64 KiB and some room, so that a message of 64 KiB and its header are one segment. */
  private static final int BLOCK = 65 * 1024;

  /** How many numbers of a list are written at once. */
  private static final int BATCH = 64;

  // A tag and a number of 32 bits are written as one of 64 bits, of which the last three bytes are
  // written over, or not part of what was written.
  private static final int TAG_SHIFT = 56;
  private static final int VALUE_SHIFT = 24;
  private static final long TAGGED_INTEGER = (long) Tag.INTEGER << TAG_SHIFT;
  private static final long TAGGED_BINARY = (long) Tag.BINARY << TAG_SHIFT;

  /** What an integer of 64 bits takes at most: tag, length, sign, and eight bytes. */
  private static final int MAX_NUMBER = 11;

  /** Up to how many characters text is written one by one; an array of its bytes costs more. */
  private static final int SHORT_TEXT = 64;

  private static final int LAST_ASCII = 0x7F;

  private final List<Segment> segments = new ArrayList<>(4);
  private byte[] block = new byte[FIRST_BLOCK];

  /** The characters of a short text. */
  private final char[] characters = new char[SHORT_TEXT];

  /** Where the bytes begin that are in no segment yet. */
  private int start;

  private int position;
  private long inSegments;

  /** Begins with a number of bytes that somebody else will write. */
  void begin(int headroom) {
    start = 0;
    position = 0;
    inSegments = 0;
    reserve(headroom);
    // The block was used before.
    Arrays.fill(block, 0, headroom, (byte) 0);
    position = headroom;
  }

  /** Returns how many bytes were written, headroom included. */
  long length() {
    return inSegments + position - start;
  }

  void u8(int value) {
    position = u8(position, value);
  }

  void u16(int value) {
    reserve(Short.BYTES);
    SHORTS.set(block, position, (short) value);
    position += Short.BYTES;
  }

  void u32(long value) {
    reserve(Integer.BYTES);
    INTS.set(block, position, (int) value);
    position += Integer.BYTES;
  }

  void u64(long value) {
    reserve(Long.BYTES);
    LONGS.set(block, position, value);
    position += Long.BYTES;
  }

  /** Writes a tag and a number of 8 bits. */
  void tagged8(int tag, int value) {
    position = tagged8(position, tag, value);
  }

  /** Writes a tag and a number of 32 bits. */
  void tagged(int tag, long value) {
    position = tagged(position, tag, value);
  }

  /** Writes an integer in the shortest form. */
  void integer(long value) {
    position = integer(position, value);
  }

  /** Writes an atom. */
  void atom(Atom atom) {
    position = atom(position, atom);
  }

  /** Returns where the next byte is written. */
  int position() {
    return position;
  }

  /** Sets where the next byte is written, to what the last of the methods below returned. */
  void position(int at) {
    position = at;
  }

  // The methods below are given where to write, and return where to write next. In a field that
  // number would be stored and loaded again for each item, which takes longer than all the rest.

  int u8(int at, int value) {
    int to = reserve(at, 1);
    block[to] = (byte) value;
    return to + 1;
  }

  int tagged8(int at, int tag, int value) {
    int to = reserve(at, 2);
    block[to] = (byte) tag;
    block[to + 1] = (byte) value;
    return to + 2;
  }

  int tagged(int at, int tag, long value) {
    int to = reserve(at, Long.BYTES);
    LONGS.set(block, to, (long) tag << TAG_SHIFT | (value & 0xFFFF_FFFFL) << VALUE_SHIFT);
    return to + 1 + Integer.BYTES;
  }

  int integer(int at, long value) {
    int to = reserve(at, MAX_NUMBER);
    return put(block, to, value);
  }

  /** Writes the elements of a list of numbers as integers. */
  int integers(int at, ListTerm list) {
    int size = list.size();
    int to = at;
    for (int next = 0; next < size; ) {
      int end = Math.min(size, next + BATCH);
      to = reserve(to, (end - next) * MAX_NUMBER);
      byte[] bytes = block;
      for (; next < end; next++) {
        to = put(bytes, to, list.longAt(next));
      }
    }
    return to;
  }

  private static int put(byte[] bytes, int at, long value) {
    if (value == (int) value) {
      if ((value & ~0xFFL) == 0) {
        bytes[at] = (byte) Tag.SMALL_INTEGER;
        bytes[at + 1] = (byte) value;
        return at + 2;
      }
      LONGS.set(bytes, at, TAGGED_INTEGER | (value & 0xFFFF_FFFFL) << VALUE_SHIFT);
      return at + 1 + Integer.BYTES;
    }
    return putBig(bytes, at, value);
  }

  private static int putBig(byte[] bytes, int at, long value) {
    // The magnitude of the smallest long is right when it is read as unsigned.
    long magnitude = Math.abs(value);
    int count = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / Byte.SIZE;
    bytes[at] = (byte) Tag.SMALL_BIG;
    bytes[at + 1] = (byte) count;
    bytes[at + 2] = (byte) (value < 0 ? 1 : 0);
    int next = at + 3;
    for (int i = 0; i < count; i++) {
      bytes[next++] = (byte) (magnitude >>> (Byte.SIZE * i));
    }
    return next;
  }

  /** Writes a list of numbers that are all 0 to 255 as a string. */
  int string(int at, ListTerm list) {
    int size = list.size();
    int to = reserve(at, 1 + Short.BYTES + size);
    block[to] = (byte) Tag.STRING;
    SHORTS.set(block, to + 1, (short) size);
    list.copyBytesTo(block, to + 1 + Short.BYTES);
    return to + 1 + Short.BYTES + size;
  }

  int atom(int at, Atom atom) {
    int size = atom.utf8Size();
    int to = reserve(at, 1 + Short.BYTES + size);
    if (size <= 0xFF) {
      block[to] = (byte) Tag.SMALL_ATOM_UTF8;
      block[to + 1] = (byte) size;
      to += 2;
    } else {
      block[to] = (byte) Tag.ATOM_UTF8;
      SHORTS.set(block, to + 1, (short) size);
      to += 1 + Short.BYTES;
    }
    atom.copyUtf8To(block, to);
    return to + size;
  }

  /**
   * Writes a binary by copying it.
   *
   * @param size number of its bytes, a few thousand at most
   */
  int binary(int at, Binary binary, int size) {
    int to = reserve(at, Long.BYTES + size);
    LONGS.set(block, to, TAGGED_BINARY | (long) size << VALUE_SHIFT);
    binary.copyTo(block, to + 1 + Integer.BYTES);
    return to + 1 + Integer.BYTES + size;
  }

  /**
   * Writes text as a binary in UTF-8.
   *
   * @param text a few thousand characters at most
   */
  int text(int at, String text) {
    int length = text.length();
    if (length > SHORT_TEXT) {
      return utf8(at, text.getBytes(StandardCharsets.UTF_8));
    }
    int to = reserve(at, Long.BYTES + length);
    LONGS.set(block, to, TAGGED_BINARY | (long) length << VALUE_SHIFT);
    int next = to + 1 + Integer.BYTES;
    char[] from = characters;
    text.getChars(0, length, from, 0);
    byte[] bytes = block;
    int all = 0;
    for (int i = 0; i < length; i++) {
      bytes[next + i] = (byte) from[i];
      all |= from[i];
    }
    return all <= LAST_ASCII ? next + length : utf8(to, text.getBytes(StandardCharsets.UTF_8));
  }

  private int utf8(int at, byte[] text) {
    int to = reserve(at, Long.BYTES + text.length);
    LONGS.set(block, to, TAGGED_BINARY | (long) text.length << VALUE_SHIFT);
    System.arraycopy(text, 0, block, to + 1 + Integer.BYTES, text.length);
    return to + 1 + Integer.BYTES + text.length;
  }

  void bytes(byte[] source) {
    int from = 0;
    while (from < source.length) {
      reserve(Math.min(source.length - from, BLOCK / 2));
      int count = Math.min(source.length - from, block.length - position);
      System.arraycopy(source, from, block, position, count);
      position += count;
      from += count;
    }
  }

  /** Overwrites a number that {@link #u32} wrote when the length was {@code at}. */
  void patchU32(long at, long value) {
    byte[] array = block;
    long index = start + at - inSegments;
    if (at < inSegments) {
      long end = 0;
      for (Segment segment : segments) {
        end += segment.length();
        if (at < end && segment instanceof Segment.Heap heap) {
          array = heap.array();
          index = heap.offset() + heap.count() - (end - at);
          break;
        }
      }
    }
    INTS.set(array, (int) index, (int) value);
  }

  /** Appends bytes that lie elsewhere, which this buffer owns from now on. */
  void reference(Segment segment) {
    closeRun();
    segments.add(segment);
    inSegments += segment.length();
  }

  /** Ends writing and returns the segments, which are the caller's now. */
  List<Segment> finish() {
    byte[] copy = Arrays.copyOf(block, position);
    if (segments.isEmpty()) {
      return List.of(new Segment.Heap(copy, 0, position));
    }
    closeRun();
    segments.replaceAll(
        segment ->
            segment instanceof Segment.Heap heap && heap.array() == block
                ? new Segment.Heap(copy, heap.offset(), heap.count())
                : segment);
    List<Segment> all = List.copyOf(segments);
    segments.clear();
    return all;
  }

  /** Gives up all segments. */
  void release() {
    segments.forEach(Segment::release);
    segments.clear();
  }

  /** Makes the bytes that are in no segment yet one. */
  private void closeRun() {
    if (position > start) {
      segments.add(new Segment.Heap(block, start, position - start));
      inSegments += position - start;
      start = position;
    }
  }

  private void reserve(int count) {
    position = reserve(position, count);
  }

  /** Makes sure that there is room, and returns where. */
  private int reserve(int at, int count) {
    return block.length - at >= count ? at : makeRoom(at, count);
  }

  /** Makes room for more bytes: a larger block, or the next one. */
  private int makeRoom(int at, int count) {
    int used = at - start;
    if (used + count <= BLOCK) {
      int size = Math.min(BLOCK, Math.max(2 * block.length, used + count));
      block = Arrays.copyOfRange(block, start, start + size);
      start = 0;
      return used;
    }
    position = at;
    closeRun();
    block = new byte[Math.max(BLOCK, count)];
    start = 0;
    position = 0;
    return 0;
  }
}
