package io.teleport.bench.codec;

import java.io.IOException;

/**
 * One peer with one value: what is measured. Everything that does not belong to encoding or
 * decoding was prepared by the constructor. Used by one thread.
 */
interface Exercise extends AutoCloseable {

  /** Encodes the value as the peer does to send it, and gives back what it borrowed for that. */
  Object encode() throws IOException;

  /** Decodes the value as the peer does when it was received. */
  Object decode() throws IOException;

  /** Decodes the value, visits each part of it, and returns {@link Sample#weight}. */
  long decodeAndWalk() throws IOException;

  /**
   * Checks that what the peer writes and reads is the value.
   *
   * @throws DisagreementException if not
   */
  void check() throws IOException;

  /** Gives back what the constructor took. */
  @Override
  default void close() {
    // most take nothing
  }
}
