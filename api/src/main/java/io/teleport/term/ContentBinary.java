package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;

/** A binary whose bytes are not on the heap, or still to be read. */
final class ContentBinary extends Binary {
  private final BinaryContent content;

  ContentBinary(BinaryContent content) {
    this.content = content;
  }

  @Override
  public BinaryContent content() {
    return content;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public boolean isRepeatable() {
    return content.repeatable();
  }

  @Override
  public void copyTo(byte[] target, int at) {
    long size = size();
    if (size < 0) {
      throw new IllegalStateException("the size of a stream is not known");
    }
    if (at < 0 || size > target.length - at) {
      throw new IndexOutOfBoundsException(
          "%d bytes at %d of an array of %d".formatted(size, at, target.length));
    }
    try (InputStream in = content.openStream()) {
      int count = in.readNBytes(target, at, (int) size);
      if (count < size) {
        throw new IOException("the content ended after " + count + " of " + size + " bytes");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Binary that
        && (this == that || ContentEquality.equal(content, that.content()));
  }

  @Override
  public int hashCode() {
    return ContentEquality.hash(content);
  }
}
