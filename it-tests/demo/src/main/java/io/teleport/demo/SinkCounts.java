package io.teleport.demo;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.MapTerm;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What {@code sink} has counted. Both counts change together. Safe for use by any number of
 * threads.
 */
@ApplicationScoped
class SinkCounts {

  private long messages;
  private long bytes;

  synchronized void add(long size) {
    messages++;
    bytes += size;
  }

  synchronized void reset() {
    messages = 0;
    bytes = 0;
  }

  synchronized MapTerm toMap() {
    return MapTerm.of(
        Atom.of("messages"), IntegerTerm.of(messages), Atom.of("bytes"), IntegerTerm.of(bytes));
  }
}
