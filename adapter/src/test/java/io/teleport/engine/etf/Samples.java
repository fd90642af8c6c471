package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Segment;
import io.teleport.term.Term;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Random;

/** Bytes and memory for the tests of the codec. */
public final class Samples {

  private Samples() {}

  /** Returns bytes that differ from one place to the next. */
  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Encodes a term that ends in no stream to one array. */
  public static byte[] encoded(Term term) {
    GatherList list = TermEncoder.encode(term, 0);
    try {
      return written(list);
    } finally {
      list.release();
    }
  }

  /** Returns all bytes of the segments, headroom included. */
  static byte[] written(GatherList list) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    list.segments().forEach(segment -> write(segment, out));
    return out.toByteArray();
  }

  private static void write(Segment segment, ByteArrayOutputStream out) {
    try {
      if (segment instanceof Segment.Heap heap) {
        out.write(heap.array(), heap.offset(), heap.count());
      } else if (segment instanceof Segment.Buffer buffer) {
        Channels.newChannel(out).write(buffer.buffer().duplicate());
      } else if (segment instanceof Segment.Chunks chunks) {
        byte[] copy = new byte[(int) chunks.length()];
        ChunkReads.copy(chunks.memory(), chunks.offset(), copy, 0, copy.length);
        out.write(copy);
      } else if (segment instanceof Segment.FileRange file) {
        ByteBuffer copy = ByteBuffer.allocate((int) file.length());
        while (copy.hasRemaining()) {
          file.channel().read(copy, file.offset() + copy.position());
        }
        out.write(copy.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes a term from the heap. */
  public static Term decoded(byte[] bytes) {
    return TermDecoder.decode(bytes, 0, bytes.length, DecodeLimits.DEFAULT, null);
  }

  /** Puts bytes into chunks; the caller releases the list. */
  static ChunkList chunks(ChunkPool pool, byte[] bytes) {
    try (Reservation reservation = pool.tryReserve(ChunkPool.chunksFor(bytes.length))) {
      ChunkFiller writer = new ChunkFiller(reservation);
      writer.put(java.nio.ByteBuffer.wrap(bytes));
      return writer.finish();
    }
  }
}
