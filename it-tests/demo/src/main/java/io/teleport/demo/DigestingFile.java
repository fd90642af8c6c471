package io.teleport.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that computes its SHA-256 while it is written. Written by one thread; {@link #written} may
 * be asked by any. Both the {@code files} bean and the plain copy that it is compared with write
 * through this class, so that the two do the same work.
 */
public final class DigestingFile implements WritableByteChannel {

  private final FileChannel file;
  private final MessageDigest digest;
  private volatile long written;

  private DigestingFile(FileChannel file, MessageDigest digest) {
    this.file = file;
    this.digest = digest;
  }

  /** Opens a file for writing, and empties it if it exists. */
  public static DigestingFile create(Path path) throws IOException {
    MessageDigest digest = newSha256();
    return new DigestingFile(
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING),
        digest);
  }

  /** Returns a digest of the one kind that the demonstration uses. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public int write(ByteBuffer source) throws IOException {
    int count = source.remaining();
    digest.update(source.duplicate());
    while (source.hasRemaining()) {
      file.write(source);
    }
    written += count;
    return count;
  }

  /** Returns the number of bytes written so far. */
  public long written() {
    return written;
  }

  /**
   * Returns the SHA-256 of all that was written, as hexadecimal digits. Call it once, at the end.
   */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
