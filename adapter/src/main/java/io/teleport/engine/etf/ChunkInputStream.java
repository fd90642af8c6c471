package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import java.io.InputStream;
import java.util.Objects;

/**
 * A part of the memory of a received message as a stream. It holds no reference to the memory
 * between calls, so that a stream that nobody closes keeps nothing; each call takes one, and fails
 * when the memory was given back.
 */
final class ChunkInputStream extends InputStream {

  private final ChunkList memory;
  private final long end;
  private long position;

  ChunkInputStream(ChunkList memory, long offset, long length) {
    this.memory = memory;
    this.position = offset;
    this.end = offset + length;
  }

  @Override
  public int read() {
    if (position == end) {
      return -1;
    }
    memory.retain();
    try {
      int value = memory.view(position, 1).get() & 0xFF;
      position++;
      return value;
    } finally {
      memory.release();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    memory.retain();
    try {
      int count = (int) Math.min(length, end - position);
      ChunkReads.copy(memory, position, target, offset, count);
      position += count;
      return count;
    } finally {
      memory.release();
    }
  }

  @Override
  public long skip(long count) {
    long skipped = Math.min(Math.max(0, count), end - position);
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }
}
