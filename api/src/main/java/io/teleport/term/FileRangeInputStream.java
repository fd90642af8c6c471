package io.teleport.term;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A part of a file as a stream, which fails if the file ends before the part does. Owns the stream
 * below it.
 */
final class FileRangeInputStream extends FilterInputStream {

  private final String file;
  private final long size;
  private long remaining;

  FileRangeInputStream(String file, InputStream in, long size) {
    super(in);
    this.file = file;
    this.size = size;
    this.remaining = size;
  }

  @Override
  public int read() throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int value = in.read();
    if (value < 0) {
      throw ContentCopy.tooShort(file, size);
    }
    remaining--;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw ContentCopy.tooShort(file, size);
    }
    remaining -= count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(Math.min(Math.max(0, count), remaining));
    remaining -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), remaining);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
