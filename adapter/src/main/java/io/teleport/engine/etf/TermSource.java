package io.teleport.engine.etf;

import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;

/** The bytes that a decoder reads, from first to last, wherever they lie. Used by one thread. */
abstract class TermSource {

  private final long length;
  private long position;

  TermSource(long length) {
    this.length = length;
  }

  /** Returns the index of the next byte. */
  final long position() {
    return position;
  }

  /** Returns the number of bytes that were not read yet. */
  final long remaining() {
    return length - position;
  }

  final int u8() {
    return byteAt(advance(1)) & 0xFF;
  }

  final int u16() {
    long at = advance(2);
    return ((byteAt(at) & 0xFF) << 8) | (byteAt(at + 1) & 0xFF);
  }

  final long u32() {
    long at = advance(4);
    long value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (byteAt(at + i) & 0xFF);
    }
    return value;
  }

  /** Reads a number whose first bit is its sign. */
  final int s32() {
    return (int) u32();
  }

  final long u64() {
    return (u32() << 32) | u32();
  }

  /** Reads bytes into a new array. The caller has checked that so many can be meant. */
  final byte[] bytes(long count) {
    long at = advance(count);
    byte[] bytes = new byte[Math.toIntExact(count)];
    copy(at, bytes);
    return bytes;
  }

  /** Reads bytes by reference. */
  final BinaryContent reference(long count) {
    return content(advance(count), count);
  }

  /**
   * Fails.
   *
   * @param reason what is wrong with the bytes read last
   */
  final MalformedTermException malformed(String reason) {
    return new MalformedTermException(position, reason);
  }

  private long advance(long count) {
    if (count > remaining()) {
      throw malformed("%d more bytes are needed, and %d are left".formatted(count, remaining()));
    }
    long at = position;
    position += count;
    return at;
  }

  abstract byte byteAt(long index);

  abstract void copy(long index, byte[] target);

  abstract BinaryContent content(long index, long count);
}
