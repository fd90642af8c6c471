package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Encoded bytes in the memory of a message. Whoever decodes holds a reference to that memory
 * meanwhile.
 */
final class ChunkSource extends TermSource {

  private final ChunkList memory;
  private final long length;

  /** The chunk that was read from last. */
  private ByteBuffer window = ByteBuffer.allocate(0);

  /** The index of the window's first byte. */
  private long windowStart;

  ChunkSource(ChunkList memory, long length) {
    super(length);
    Objects.checkFromIndexSize(0, length, memory.length());
    this.memory = memory;
    this.length = length;
  }

  @Override
  byte byteAt(long index) {
    long at = index - windowStart;
    if (at < 0 || at >= window.limit()) {
      window = memory.view(index, length - index);
      windowStart = index;
      at = 0;
    }
    return window.get((int) at);
  }

  @Override
  void copy(long index, byte[] target) {
    ChunkReads.copy(memory, index, target, 0, target.length);
  }

  @Override
  BinaryContent content(long index, long count) {
    return new ChunkContent(memory, index, count);
  }
}
