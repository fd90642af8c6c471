package io.teleport.bench.wire;

import java.nio.ByteBuffer;

/**
 * A body in a buffer.
 *
 * @param bytes from position to limit
 * @param owner where the buffer goes back to; null if nowhere
 */
record RawBody(ByteBuffer bytes, RawBuffers owner) implements Body {

  @Override
  public int size() {
    return bytes.remaining();
  }

  @Override
  public long checksum() {
    return Checksum.of(bytes);
  }

  @Override
  public void close() {
    if (owner != null) {
      owner.giveBack(bytes);
    }
  }
}
