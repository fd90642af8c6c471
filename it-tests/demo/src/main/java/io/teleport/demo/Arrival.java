package io.teleport.demo;

import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.io.InputStream;

/** Waits until a message that is handed over while it arrives is here as a whole. */
final class Arrival {

  private static final int BUFFER = 256 * 1024;

  private Arrival() {}

  /**
   * Reads the last binary of a message to its end if it is a stream.
   *
   * @return the number of bytes that were read
   * @throws IOException if the connection to the sender is lost before the end
   */
  static long await(Term payload) throws IOException {
    Term last =
        payload instanceof Tuple tuple && tuple.size() > 0 ? tuple.get(tuple.size() - 1) : payload;
    if (!(last instanceof Binary binary) || binary.content().repeatable()) {
      return 0;
    }
    long read = 0;
    try (InputStream in = binary.openStream()) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        read += count;
      }
    }
    return read;
  }
}
