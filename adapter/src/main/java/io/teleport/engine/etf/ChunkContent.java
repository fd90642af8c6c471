package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * Bytes in the memory of a received message. It holds no reference to that memory: each access takes one for as long as it
 * lasts, and fails when the memory was given back.
 *
 * @param memory what holds the bytes
 * @param offset index of the first
 * @param length number of bytes
 */
public record ChunkContent(ChunkList memory, long offset, long length) implements BinaryContent {
  /**
   * Checks the range.
   *
   * @throws IndexOutOfBoundsException if it is not within the memory
   */
  public ChunkContent {
    Objects.checkFromIndexSize(offset, length, memory.length());
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public InputStream openStream() {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void writeTo(WritableByteChannel target) {
    throw new UnsupportedOperationException("being written");
  }
}
