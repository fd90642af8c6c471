package io.teleport.engine.etf;

import io.teleport.engine.net.ChunkList;
import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/**
 * Bytes in the memory of a received message. It holds no reference to that memory: each access
 * takes one for as long as it lasts, and throws {@link io.teleport.term.PayloadReleasedException}
 * when the memory was given back. The memory itself never reaches code of an application, which
 * could keep it.
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
    memory.retain();
    memory.release();
    return new ChunkInputStream(memory, offset, length);
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    memory.retain();
    try {
      ChunkWriter writer = new ChunkWriter(target);
      long done = 0;
      while (done < length) {
        done += writer.write(memory.view(offset + done, length - done));
      }
    } finally {
      memory.release();
    }
  }
}
