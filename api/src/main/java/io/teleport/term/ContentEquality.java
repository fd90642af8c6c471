package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Compares contents byte by byte. */
final class ContentEquality {

  /** A multiple of the words that {@link TermHash} adds. */
  private static final int BLOCK = 8192;

  private ContentEquality() {}

  static boolean equal(BinaryContent a, BinaryContent b) {
    if (a == b) {
      return true;
    }
    if (!a.repeatable() || !b.repeatable() || a.size() != b.size()) {
      return false;
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
    long state = TermHash.start(content.size());
    byte[] block = new byte[(int) Math.min(BLOCK, content.size())];
    try (InputStream in = content.openStream()) {
      for (long left = content.size(); left > 0; left -= block.length) {
        int count = in.readNBytes(block, 0, (int) Math.min(block.length, left));
        state = TermHash.add(state, block, 0, count);
      }
      return TermHash.finish(state);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the content of a binary", e);
    }
  }
}
