package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A run of bytes that is to be written, wherever it lies. A segment belongs to one {@link
 * GatherList}, which releases it.
 */
public sealed interface Segment {

  /** Returns the number of bytes; at least one. */
  long length();

  /** Gives up what the segment holds. Called once. */
  void release();

  /**
   * Bytes on the heap, which nobody changes any more.
   *
   * @param array what holds them
   * @param offset index of the first
   * @param count number of bytes
   */
  record Heap(byte[] array, int offset, int count) implements Segment {
    @Override
    public long length() {
      return count;
    }

    @Override
    public void release() {
      // the garbage collector's
    }
  }

  /**
   * Bytes in a buffer of the application, from its position to its limit, which nobody changes any
   * more.
   *
   * @param buffer what holds them
   */
  record Buffer(ByteBuffer buffer) implements Segment {
    @Override
    public long length() {
      return buffer.remaining();
    }

    @Override
    public void release() {
      // the garbage collector's
    }
  }

  /**
   * Bytes in a buffer that somebody lends, from its position to its limit.
   *
   * @param buffer what holds them
   * @param giveBack told when they are needed no more; must not block
   */
  record Lent(ByteBuffer buffer, Runnable giveBack) implements Segment {
    @Override
    public long length() {
      return buffer.remaining();
    }

    @Override
    public void release() {
      giveBack.run();
    }
  }

  /**
   * Bytes in the memory of a received message; the segment holds one reference to it.
   *
   * @param memory what holds them
   * @param offset index of the first
   * @param length number of bytes
   */
  record Chunks(ChunkList memory, long offset, long length) implements Segment {
    @Override
    public void release() {
      memory.release();
    }
  }

  /**
   * Bytes of an open file; the segment closes it.
   *
   * @param channel the file
   * @param offset index of the first byte in the file
   * @param length number of bytes
   */
  record FileRange(FileChannel channel, long offset, long length) implements Segment {
    @Override
    public void release() {
      try {
        channel.close();
      } catch (IOException e) {
        // Its bytes were read; what else the list holds must still be released.
        Log.limited("TLP1020", "a file that was sent could not be closed", e);
      }
    }
  }
}
