package io.teleport.bench.wire;

import io.teleport.term.Binary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A check sum over the size and {@value #SAMPLE} bytes of every {@value #STRIDE}: it finds bytes
 * that are missing, doubled or out of place, and costs next to nothing beside the transport that is
 * to be measured. The Erlang node computes the same.
 */
public final class Checksum {

  /** Distance of the samples' first bytes. */
  private static final int STRIDE = 4096;

  /** Number of bytes in a sample. */
  private static final int SAMPLE = 64;

  private Checksum() {}

  /** Returns the sum of a buffer's bytes. */
  public static long of(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    ByteBuffer view = bytes.duplicate();
    int size = bytes.remaining();
    for (int at = 0; at < size; at += STRIDE) {
      int start = bytes.position() + at;
      view.limit(start + Math.min(SAMPLE, size - at)).position(start);
      crc.update(view);
      view.limit(bytes.limit());
    }
    return sum(size, crc);
  }

  /** Returns the sum of a binary's bytes, read where they lie. */
  public static long of(Binary binary) {
    CRC32 crc = new CRC32();
    byte[] sample = new byte[SAMPLE];
    long size = binary.size();
    try (InputStream in = binary.openStream()) {
      for (long at = 0; at < size; at += STRIDE) {
        crc.update(sample, 0, in.readNBytes(sample, 0, SAMPLE));
        in.skipNBytes(Math.max(0, Math.min(STRIDE, size - at) - SAMPLE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a received binary", e);
    }
    return sum(size, crc);
  }

  private static long sum(long size, CRC32 crc) {
    return size << Integer.SIZE ^ crc.getValue();
  }
}
