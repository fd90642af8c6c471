package io.teleport.bench.wire;

/** The bytes of a parcel, wherever they lie. */
public interface Body extends AutoCloseable {

  /** Returns the number of bytes. */
  int size();

  /**
   * Returns a check sum over samples of the bytes. Every transport computes the same, so it costs
   * all of them the same.
   *
   * @see Checksum
   */
  long checksum();

  /** Gives the memory back. */
  @Override
  void close();
}
