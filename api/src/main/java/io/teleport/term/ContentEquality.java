package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Compares contents byte by byte. */
final class ContentEquality {

  /**
   * How many bytes, from the first, make up a hash code. Larger contents differ in their beginning
   * or length, mostly.
   */
  private static final int HASHED = 4096;

  private static final int BLOCK = 8192;

  private ContentEquality() {}

  static boolean equal(BinaryContent a, BinaryContent b) {
    if (!a.repeatable() || !b.repeatable() || a.size() != b.size()) {
      return false;
    }
    if (a instanceof BinaryContent.Heap x && b instanceof BinaryContent.Heap y) {
      return Arrays.equals(
          x.array(),
          x.offset(),
          x.offset() + x.length(),
          y.array(),
          y.offset(),
          y.offset() + y.length());
    }
    try (InputStream x = a.openStream();
        InputStream y = b.openStream()) {
      byte[] left = new byte[BLOCK];
      byte[] right = new byte[BLOCK];
      int count;
      do {
        count = x.readNBytes(left, 0, BLOCK);
        if (y.readNBytes(right, 0, BLOCK) != count
            || !Arrays.equals(left, 0, count, right, 0, count)) {
          return false;
        }
      } while (count == BLOCK);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare the content of two binaries", e);
    }
  }

  static int hash(BinaryContent content) {
    if (!content.repeatable()) {
      return System.identityHashCode(content);
    }
    try (InputStream in = content.openStream()) {
      return 31 * Arrays.hashCode(in.readNBytes(HASHED)) + Long.hashCode(content.size());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the content of a binary", e);
    }
  }
}
