package io.teleport.chaos.node;

import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Messages as terms: {@code {Id, Key, Number, Size, Sum, Body}}. The sum is over the id and all
 * bytes of the body, which are random and different for each id. Safe for use by any thread.
 */
final class Bodies {

  private static final int OFFSETS = 1 << 20;
  private static final int BUFFER = 64 << 10;

  private final byte[] random = new byte[Drafts.LARGEST + OFFSETS];

  Bodies() {
    new SplittableRandom(1).nextBytes(random);
  }

  /** A message that was received. */
  record Received(long id, int key, int number, boolean isIntact) {}

  /** Writes a message; its body is not copied. */
  Tuple write(long id, Draft draft) {
    int offset = Math.floorMod(Long.hashCode(id * 31), OFFSETS);
    CRC32C sum = begin(id);
    sum.update(random, offset, draft.size());
    return Tuple.of(
        IntegerTerm.of(id),
        IntegerTerm.of(draft.key()),
        IntegerTerm.of(draft.number()),
        IntegerTerm.of(draft.size()),
        IntegerTerm.of(sum.getValue()),
        Binary.wrap(random, offset, draft.size()));
  }

  private static CRC32C begin(long id) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, id));
    return sum;
  }

  /**
   * Reads a message to its end.
   *
   * @throws IOException if its end does not come
   */
  static Received read(Term message) throws IOException {
    Tuple parts = (Tuple) message;
    long id = number(parts, 0);
    CRC32C sum = begin(id);
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = ((Binary) parts.get(5)).openStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
        size += count;
      }
    }
    boolean intact = size == number(parts, 3) && sum.getValue() == number(parts, 4);
    return new Received(id, (int) number(parts, 1), (int) number(parts, 2), intact);
  }

  private static long number(Tuple parts, int index) {
    return ((IntegerTerm) parts.get(index)).longValue();
  }
}
