package io.teleport.engine.erlang;

import io.teleport.term.Atom;
import io.teleport.term.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Makes references, each once. Safe for use by any thread. */
final class References {

  /** Of the first word of a reference older nodes keep so many bits. */
  private static final int FIRST_BITS = 18;

  private final Atom node;
  private final long creation;
  private final AtomicLong last = new AtomicLong();

  References(Atom node, long creation) {
    this.node = node;
    this.creation = creation;
  }

  /** Returns a new one. */
  Reference next() {
    long number = last.incrementAndGet();
    return new Reference(
        node,
        creation,
        List.of(
            number & ((1 << FIRST_BITS) - 1),
            number >>> FIRST_BITS & 0xFFFF_FFFFL,
            number >>> (FIRST_BITS + Integer.SIZE)));
  }
}
