package io.teleport.term;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Moves the bytes of a content to where they are wanted. */
final class ContentCopy {

  private static final int BLOCK = 64 * 1024;

  private ContentCopy() {}

  /** Writes a buffer from its position to its limit, to a channel in blocking mode. */
  static void writeFully(ByteBuffer buffer, WritableByteChannel target) throws IOException {
    while (buffer.hasRemaining()) {
      target.write(buffer);
    }
  }

  /** Opens a part of a file. A file that ends before the part does makes reading fail. */
  static InputStream openRange(Path path, long position, long size) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      channel.position(position);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new FileRangeInputStream(path.toString(), Channels.newInputStream(channel), size);
  }

  /** Reads a part of an open file, which the stream closes. */
  static InputStream openRange(FileChannel channel, long position, long size) throws IOException {
    channel.position(position);
    return new FileRangeInputStream("the file", Channels.newInputStream(channel), size);
  }

  /** Writes a part of a file to a channel in blocking mode. */
  static void transferFile(Path path, long position, long size, WritableByteChannel target)
      throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      transferFile(path.toString(), channel, position, size, target);
    }
  }

  /** Writes a part of an open file to a channel in blocking mode. */
  static void transferFile(
      String name, FileChannel channel, long position, long size, WritableByteChannel target)
      throws IOException {
    long done = 0;
    while (done < size) {
      long count = channel.transferTo(position + done, size - done, target);
      if (count <= 0 && channel.size() < position + size) {
        throw tooShort(name, position + size);
      }
      done += count;
    }
  }

  /** Writes what is left of a stream to a channel in blocking mode, and closes the stream. */
  static void transferStream(InputStream stream, WritableByteChannel target) throws IOException {
    try (stream) {
      byte[] block = new byte[BLOCK];
      int count;
      while ((count = stream.read(block)) >= 0) {
        writeFully(ByteBuffer.wrap(block, 0, count), target);
      }
    }
  }

  static EOFException tooShort(String file, long expected) {
    return new EOFException(file + " became shorter than the " + expected + " bytes it had");
  }
}
