package io.teleport.bench.codec;

import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Term;
import java.io.ByteArrayOutputStream;

/** What Teleport would write to a socket, as one array. */
final class GatheredBytes {

  private GatheredBytes() {}

  /** Encodes a term whose bytes are all on the heap. */
  static byte[] of(Term term) {
    GatherList list = TermEncoder.encode(term, 0);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (Segment segment : list.segments()) {
        if (!(segment instanceof Segment.Heap heap)) {
          throw new IllegalArgumentException("a segment that is not on the heap: " + segment);
        }
        out.write(heap.array(), heap.offset(), heap.count());
      }
      return out.toByteArray();
    } finally {
      list.release();
    }
  }
}
