package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkList;
import io.teleport.term.Term;

/**
 * The encoded term of a message that arrived, with its version. Owned by whoever it is given to.
 */
public sealed interface ReceivedPayload {

  /** Returns the number of bytes. */
  long size();

  /**
   * Decodes the term.
   *
   * @throws io.teleport.term.MalformedTermException if the bytes are no term, or exceed the limits
   */
  Term decode(TermDecoder decoder);

  /** Gives memory back. Called once. */
  void release();

  /**
   * A small one.
   *
   * @param bytes on the heap
   */
  record Heap(byte[] bytes) implements ReceivedPayload {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public Term decode(TermDecoder decoder) {
      return decoder.decode(bytes, 0, bytes.length, null);
    }

    @Override
    public void release() {
      // the garbage collector's
    }
  }

  /**
   * A large one.
   *
   * @param memory in chunks; one reference belongs to the payload
   */
  record Chunks(ChunkList memory) implements ReceivedPayload {
    @Override
    public long size() {
      return memory.length();
    }

    @Override
    public Term decode(TermDecoder decoder) {
      return decoder.decode(memory);
    }

    @Override
    public void release() {
      memory.release();
    }
  }

  /**
   * One that is read while it arrives.
   *
   * @param envelope all up to the bytes of the binary that the term ends in
   * @param tail these
   */
  record Streamed(byte[] envelope, BodySink tail) implements ReceivedPayload {
    @Override
    public long size() {
      return envelope.length + tail.content().size();
    }

    @Override
    public Term decode(TermDecoder decoder) {
      return decoder.decode(envelope, 0, envelope.length, tail.content());
    }

    @Override
    public void release() {
      tail.close();
    }
  }
}
