package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.term.MalformedTermException;
import java.nio.ByteBuffer;

/**
 * The large binary that a term ends in, which can be read while it arrives.
 *
 * @param offset where its bytes begin
 * @param length how many there are
 */
record LastBinary(int offset, long length) {

  private static final int BINARY = 109;
  private static final int SMALL_TUPLE = 104;
  private static final int LARGE_TUPLE = 105;
  private static final int LIST = 108;
  private static final int MAP = 116;

  /**
   * Looks for it.
   *
   * @param bytes what holds the begin of the term, without a version
   * @param offset index of the first byte
   * @param length how much of it is there
   * @return null if the term does not end in a binary of which all but the begin is still to come,
   *     or what precedes that is longer than what is there
   */
  static LastBinary find(TermDecoder decoder, byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    long owed = 1;
    while (owed > 0 && in.remaining() > Integer.BYTES) {
      int position = in.position();
      owed--;
      switch (in.get()) {
        case SMALL_TUPLE -> owed += in.get() & 0xFF;
        case LARGE_TUPLE -> owed += unsigned(in);
        case LIST -> owed += unsigned(in) + 1;
        case MAP -> owed += 2 * unsigned(in);
        case BINARY -> {
          long size = unsigned(in);
          if (size > in.remaining()) {
            return owed == 0 ? new LastBinary(in.position(), size) : null;
          }
          in.position(in.position() + (int) size);
        }
        default -> {
          int skipped = skip(decoder, bytes, position, in.limit() - position);
          if (skipped == 0) {
            return null;
          }
          in.position(position + skipped);
        }
      }
    }
    return null;
  }

  private static long unsigned(ByteBuffer in) {
    return in.getInt() & 0xFFFF_FFFFL;
  }

  /** Returns the length of a term that contains no others; 0 if it is none. */
  private static int skip(TermDecoder decoder, byte[] bytes, int position, int length) {
    try {
      return decoder.decodeFirst(bytes, position, length).length();
    } catch (MalformedTermException e) {
      return 0;
    }
  }
}
