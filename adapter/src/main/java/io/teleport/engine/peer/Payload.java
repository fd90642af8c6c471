package io.teleport.engine.peer;

import io.teleport.engine.etf.ChunkContent;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.BinaryContent;
import io.teleport.term.Term;
import java.util.List;

/** The encoded term of a message that arrived. */
sealed interface Payload {

  /** Returns the number of bytes, or -1 if nobody knows. */
  long size();

  /** Decodes the term. */
  Term decode(TermDecoder decoder);

  /**
   * Returns the encoded term as it arrived; a large one by reference, with references of its own to
   * the memory.
   *
   * @param headroom number of bytes to leave free at the begin of the first segment, at least one
   */
  GatherList encoded(int headroom);

  /** Returns whether it can be read from its begin, this time or again. */
  default boolean isRepeatable() {
    return true;
  }

  /** Gives memory back. Called once. */
  void release();

  /** Returns the first segment of a list: room for a header, then bytes. */
  private static Segment heap(int headroom, byte[] bytes) {
    byte[] array = new byte[headroom + bytes.length];
    System.arraycopy(bytes, 0, array, headroom, bytes.length);
    return new Segment.Heap(array, 0, array.length);
  }

  /**
   * A small message.
   *
   * @param bytes the encoded term
   */
  record Heap(byte[] bytes) implements Payload {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public Term decode(TermDecoder decoder) {
      return decoder.decode(bytes, 0, bytes.length, null);
    }

    @Override
    public GatherList encoded(int headroom) {
      return new GatherList(List.of(heap(headroom, bytes)), headroom, bytes.length, 0, null);
    }

    @Override
    public void release() {
      // the garbage collector's
    }
  }

  /**
   * A large message that has arrived as a whole.
   *
   * @param envelope what came with the announcement; empty if all is in the memory
   * @param envelopeLength bytes of the envelope, wherever it is
   * @param memory the tail, or the envelope and the tail; one reference to it belongs to the
   *     payload
   */
  record Whole(byte[] envelope, long envelopeLength, ChunkList memory) implements Payload {
    @Override
    public long size() {
      return envelope.length + memory.length();
    }

    @Override
    public Term decode(TermDecoder decoder) {
      if (envelope.length > 0) {
        BinaryContent tail = new ChunkContent(memory, 0, memory.length());
        return decoder.decode(envelope, 0, envelope.length, tail);
      }
      if (envelopeLength == memory.length()) {
        return decoder.decode(memory);
      }
      BinaryContent tail =
          new ChunkContent(memory, envelopeLength, memory.length() - envelopeLength);
      return decoder.decode(memory, envelopeLength, tail);
    }

    @Override
    public GatherList encoded(int headroom) {
      memory.retain();
      List<Segment> segments =
          List.of(heap(headroom, envelope), new Segment.Chunks(memory, 0, memory.length()));
      return new GatherList(segments, headroom, envelopeLength, size() - envelopeLength, null);
    }

    @Override
    public void release() {
      memory.release();
    }
  }

  /**
   * A large message that is read while it arrives.
   *
   * @param envelope what came with the announcement
   * @param tail the rest
   */
  record Streamed(byte[] envelope, StreamReceive tail) implements Payload {
    @Override
    public long size() {
      return tail.size() < 0 ? -1 : envelope.length + tail.size();
    }

    @Override
    public Term decode(TermDecoder decoder) {
      return decoder.decode(envelope, 0, envelope.length, tail);
    }

    @Override
    public GatherList encoded(int headroom) {
      tail.checkUnread();
      return new GatherList(
          List.of(heap(headroom, envelope)), headroom, envelope.length, tail.size(), tail);
    }

    @Override
    public boolean isRepeatable() {
      return !tail.isBegun();
    }

    @Override
    public void release() {
      tail.close();
    }
  }
}
