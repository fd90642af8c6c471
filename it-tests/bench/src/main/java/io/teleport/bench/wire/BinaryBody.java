package io.teleport.bench.wire;

import io.teleport.term.Binary;

/**
 * The body of a parcel as a binary.
 *
 * @param binary the bytes
 */
record BinaryBody(Binary binary) implements Body {

  @Override
  public int size() {
    return (int) binary.size();
  }

  @Override
  public long checksum() {
    return Checksum.of(binary);
  }

  @Override
  public void close() {
    // the listener's return gives the memory back
  }
}
