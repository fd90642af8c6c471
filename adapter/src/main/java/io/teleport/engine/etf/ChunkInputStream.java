package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import java.io.InputStream;
import java.nio.ByteBuffer;
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

  /** What lies in a row around the position; used only by a call that has its reference. */
  private ByteBuffer row = ByteBuffer.allocate(0);

  /** Where the row begins; never beyond the position, which only moves on. */
  private long rowStart;

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
      findRow();
      int value = row.get((int) (position - rowStart)) & 0xFF;
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
      int done = 0;
      while (done < count) {
        findRow();
        int from = (int) (position - rowStart);
        int step = Math.min(count - done, row.limit() - from);
        row.get(from, target, offset + done, step);
        position += step;
        done += step;
      }
      return count;
    } finally {
      memory.release();
    }
  }

  /** Makes the row one that the position is in: who reads little at a time needs few views. */
  private void findRow() {
    if (position - rowStart >= row.limit()) {
      row = memory.view(position, end - position);
      rowStart = position;
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
