package io.teleport.engine.etf;

import io.teleport.engine.net.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what an encoder writes: small parts in heap memory of its own, large ones as segments
 * that refer to where they lie. It owns those segments until {@link #finish} hands them on or
 * {@link #release} gives them up.
 *
 * <p>Up to {@value #BLOCK} bytes the heap memory grows in place, so that a small message is one
 * segment; beyond, a new block is begun rather than the old one copied.
 */
final class GatherBuffer {

  private static final int FIRST_BLOCK = 256;
  private static final int BLOCK = 64 * 1024;

  private final List<Segment> segments = new ArrayList<>(1);
  private byte[] block;

  /** Where the bytes begin that are in no segment yet. */
  private int start;

  private int position;
  private long inSegments;

  GatherBuffer(int headroom) {
    block = new byte[headroom + FIRST_BLOCK];
    position = headroom;
  }

  /** Returns how many bytes were written, headroom included. */
  long length() {
    return inSegments + position - start;
  }

  void u8(int value) {
    ensure(1);
    block[position++] = (byte) value;
  }

  void u16(int value) {
    ensure(2);
    block[position++] = (byte) (value >>> 8);
    block[position++] = (byte) value;
  }

  void u32(long value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      block[position++] = (byte) (value >>> shift);
    }
  }

  void u64(long value) {
    u32(value >>> 32);
    u32(value);
  }

  /** Writes a tag and a number of 32 bits. */
  void tagged(int tag, long value) {
    u8(tag);
    u32(value);
  }

  void bytes(byte[] source) {
    bytes(source, 0, source.length);
  }

  void bytes(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      ensure(Math.min(left, BLOCK / 2));
      int count = Math.min(left, block.length - position);
      System.arraycopy(source, from, block, position, count);
      position += count;
      from += count;
      left -= count;
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
    for (int i = 0; i < 4; i++) {
      array[(int) index + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  /** Appends bytes that lie elsewhere, which this buffer owns from now on. */
  void reference(Segment segment) {
    closeRun();
    segments.add(segment);
    inSegments += segment.length();
  }

  /** Ends writing and returns the segments, which are the caller's now. */
  List<Segment> finish() {
    closeRun();
    return segments;
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

  private void ensure(int count) {
    if (block.length - position >= count) {
      return;
    }
    int used = position - start;
    if (used + count <= BLOCK) {
      int size = Math.max(FIRST_BLOCK, Integer.highestOneBit(used + count - 1) << 1);
      block = Arrays.copyOfRange(block, start, start + size);
      start = 0;
      position = used;
    } else {
      closeRun();
      block = new byte[BLOCK];
      start = 0;
      position = 0;
    }
  }
}
