package io.teleport.demo.runner;

import io.teleport.demo.DigestingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file to send.
 *
 * @param path where it is
 * @param storedAs its name at the far side
 * @param size its length in bytes
 * @param sha256 its digest, as hexadecimal digits
 */
public record SourceFile(Path path, String storedAs, long size, String sha256) {

  private static final int BUFFER = 1 << 20;
  private static final int MAX_NAME = 150;

  /**
   * Reads a file through, which also brings it into the operating system's cache for everyone
   * alike.
   *
   * @param index tells apart files of the same name
   * @throws DemoFailure if it is not a file that can be read
   */
  public static SourceFile read(Path path, int index) throws DemoFailure {
    if (!Files.isRegularFile(path)) {
      throw new DemoFailure(path + " is not a file");
    }
    MessageDigest digest = DigestingFile.newSha256();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        size += count;
      }
    } catch (IOException e) {
      throw new DemoFailure("cannot read " + path + ": " + e.getMessage(), e);
    }
    String name = path.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    String tail = name.substring(Math.max(0, name.length() - MAX_NAME));
    return new SourceFile(
        path.toAbsolutePath(),
        "f" + index + "-" + tail,
        size,
        HexFormat.of().formatHex(digest.digest()));
  }
}
