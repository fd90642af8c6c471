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
    reserve(1);
    block[position++] = (byte) value;
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
    reserve(2);
    block[position] = (byte) tag;
    block[position + 1] = (byte) value;
    position += 2;
  }

  /** Writes a tag and a number of 32 bits. */
  void tagged(int tag, long value) {
    reserve(1 + Integer.BYTES);
    block[position] = (byte) tag;
    INTS.set(block, position + 1, (int) value);
    position += 1 + Integer.BYTES;
  }

  /** Writes an integer in the shortest form. */
  void integer(long value) {
    reserve(MAX_NUMBER);
    position = put(block, position, value);
  }

  /** Writes the elements of a list of numbers as integers. */
  void integers(ListTerm list) {
    int size = list.size();
    for (int next = 0; next < size; ) {
      int end = Math.min(size, next + BATCH);
      reserve((end - next) * MAX_NUMBER);
      byte[] bytes = block;
      int at = position;
      for (; next < end; next++) {
        at = put(bytes, at, list.longAt(next));
      }
      position = at;
    }
  }

  private static int put(byte[] bytes, int at, long value) {
    if (value == (int) value) {
      if ((value & ~0xFFL) == 0) {
        bytes[at] = (byte) Tag.SMALL_INTEGER;
        bytes[at + 1] = (byte) value;
        return at + 2;
      }
      bytes[at] = (byte) Tag.INTEGER;
      INTS.set(bytes, at + 1, (int) value);
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
  void string(ListTerm list) {
    int size = list.size();
    reserve(1 + Short.BYTES + size);
    int at = position;
    block[at] = (byte) Tag.STRING;
    SHORTS.set(block, at + 1, (short) size);
    list.copyBytesTo(block, at + 1 + Short.BYTES);
    position = at + 1 + Short.BYTES + size;
  }

  /** Writes a float. */
  void floating(double value) {
    reserve(1 + Long.BYTES);
    block[position] = (byte) Tag.NEW_FLOAT;
    LONGS.set(block, position + 1, Double.doubleToRawLongBits(value));
    position += 1 + Long.BYTES;
  }

  /** Writes the header of a tuple. */
  void tuple(int size) {
    if (size <= 0xFF) {
      tagged8(Tag.SMALL_TUPLE, size);
    } else {
      tagged(Tag.LARGE_TUPLE, size);
    }
  }

  /**
   * Writes text as a binary in UTF-8.
   *
   * @param text a few thousand characters at most
   */
  void text(String text) {
    int length = text.length();
    if (length > SHORT_TEXT) {
      utf8(text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    reserve(1 + Integer.BYTES + length);
    char[] from = characters;
    text.getChars(0, length, from, 0);
    byte[] bytes = block;
    int first = position + 1 + Integer.BYTES;
    int all = 0;
    for (int i = 0; i < length; i++) {
      bytes[first + i] = (byte) from[i];
      all |= from[i];
    }
    if (all > LAST_ASCII) {
      utf8(text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    bytes[position] = (byte) Tag.BINARY;
    INTS.set(bytes, position + 1, length);
    position = first + length;
  }

  private void utf8(byte[] text) {
    reserve(1 + Integer.BYTES + text.length);
    tagged(Tag.BINARY, text.length);
    System.arraycopy(text, 0, block, position, text.length);
    position += text.length;
  }

  /** Writes an atom. */
  void atom(Atom atom) {
    int size = atom.utf8Size();
    reserve(1 + Short.BYTES + size);
    int at = position;
    if (size <= 0xFF) {
      block[at] = (byte) Tag.SMALL_ATOM_UTF8;
      block[at + 1] = (byte) size;
      at += 2;
    } else {
      block[at] = (byte) Tag.ATOM_UTF8;
      SHORTS.set(block, at + 1, (short) size);
      at += 1 + Short.BYTES;
    }
    atom.copyUtf8To(block, at);
    position = at + size;
  }

  /**
   * Writes a binary by copying it.
   *
   * @param size number of its bytes, a few thousand at most
   */
  void binary(Binary binary, int size) {
    reserve(1 + Integer.BYTES + size);
    int at = position;
    block[at] = (byte) Tag.BINARY;
    INTS.set(block, at + 1, size);
    binary.copyTo(block, at + 1 + Integer.BYTES);
    position = at + 1 + Integer.BYTES + size;
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
    if (block.length - position < count) {
      makeRoom(count);
    }
  }

  /** Makes room for more bytes: a larger block, or the next one. */
  private void makeRoom(int count) {
    int used = position - start;
    if (used + count <= BLOCK) {
      int size = Math.min(BLOCK, Math.max(2 * block.length, used + count));
      block = Arrays.copyOfRange(block, start, start + size);
      start = 0;
      position = used;
    } else {
      closeRun();
      block = new byte[Math.max(BLOCK, count)];
      start = 0;
      position = 0;
    }
  }
}
