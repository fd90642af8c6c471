package io.teleport.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What servers are made of, and where they are made.
 *
 * @param target the directory into which the build has unpacked Open Liberty, and the server
 *     directory that every server starts from
 * @param work where servers are made
 */
public record ServerFiles(Path target, Path work) {

  /**
   * Returns the files that the build of this module has unpacked, as the system property {@code
   * server.target} says.
   *
   * @throws IllegalStateException if it is missing
   */
  public static ServerFiles unpacked(Path work) {
    String target = System.getProperty("server.target");
    if (target == null) {
      throw new IllegalStateException("the system property server.target is missing");
    }
    return new ServerFiles(Path.of(target).toAbsolutePath(), work);
  }

  Path script() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return target.resolve("wlp").resolve("bin").resolve(windows ? "server.bat" : "server");
  }

  /** Returns the server directory that every server starts from. */
  public Path template() {
    return target.resolve("server");
  }

  /**
   * Checks that the build made everything.
   *
   * @throws ServerFailure naming the first thing that is missing
   */
  public void check() throws ServerFailure {
    for (Path path :
        List.of(script(), template().resolve("server.xml"), template().resolve("teleport.rar"))) {
      if (!Files.exists(path)) {
        throw new ServerFailure(path + " is missing: build with Maven first");
      }
    }
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path source : (Iterable<Path>) tree::iterator) {
        Path copy = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(source, copy);
        }
      }
    }
  }

  /** Deletes a directory with all that is in it, if it is there. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      tree.sorted(Comparator.reverseOrder()).forEach(ServerFiles::delete);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
