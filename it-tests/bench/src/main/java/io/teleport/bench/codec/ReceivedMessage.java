package io.teleport.bench.codec;

import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import io.teleport.term.Term;
import java.nio.ByteBuffer;

/**
 * An encoded term where Teleport's engine has it when it was received: a small one on the heap, a
 * large one in pooled chunks. It can be decoded any number of times.
 */
sealed interface ReceivedMessage {

  /** The most that comes in one frame, and so on the heap. */
  int SMALL = 64 * 1024;

  /** A node has one for all that it receives. */
  TermDecoder DECODER = new TermDecoder(DecodeLimits.DEFAULT);

  /** Puts bytes where a message of that size is received. */
  static ReceivedMessage of(byte[] bytes) {
    if (bytes.length <= SMALL) {
      return new Small(bytes);
    }
    int chunks = ChunkPool.chunksFor(bytes.length);
    ChunkPool pool = new ChunkPool((long) chunks * ChunkPool.CHUNK_SIZE, false);
    try (Reservation reservation = pool.tryReserve(chunks)) {
      ChunkFiller filler = new ChunkFiller(reservation);
      filler.put(ByteBuffer.wrap(bytes));
      return new Large(filler.finish());
    }
  }

  /** Decodes the whole term. */
  Term decode();

  /** Gives the memory back. */
  void release();

  /** On the heap. */
  record Small(byte[] bytes) implements ReceivedMessage {
    @Override
    public Term decode() {
      return DECODER.decode(bytes, 0, bytes.length, null);
    }

    @Override
    public void release() {
      // the garbage collector's
    }
  }

  /** In chunks, of which this holds the one reference. */
  record Large(ChunkList memory) implements ReceivedMessage {
    @Override
    public Term decode() {
      return DECODER.decode(memory);
    }

    @Override
    public void release() {
      memory.release();
    }
  }
}
