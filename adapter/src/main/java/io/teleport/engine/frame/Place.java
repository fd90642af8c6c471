package io.teleport.engine.frame;

/**
 * The place of a message among those whose order is kept.
 *
 * @param strand which order: messages of one strand follow each other
 * @param after the number of the message before it on the strand; 0 if it is the first
 */
public record Place(int strand, long after) {

  /** Bytes on the wire. */
  static final int LENGTH = 2 + 8;
}
