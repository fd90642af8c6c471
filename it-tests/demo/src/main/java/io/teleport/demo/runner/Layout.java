package io.teleport.demo.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the build put things.
 *
 * @param target the module's {@code target} directory
 * @param work where a run makes its servers and files
 */
public record Layout(Path target, Path work) {

  Path serverScript() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return target.resolve("wlp").resolve("bin").resolve(windows ? "server.bat" : "server");
  }

  /** Returns the server directory that every server starts from. */
  public Path serverTemplate() {
    return target.resolve("server");
  }

  Path application() {
    return target.resolve("teleport-demo.war");
  }

  Path classes() {
    return target.resolve("classes");
  }

  /**
   * Checks that the build made everything.
   *
   * @throws DemoFailure naming the first thing that is missing
   */
  public void check() throws DemoFailure {
    for (Path path :
        List.of(
            serverScript(),
            serverTemplate().resolve("server.xml"),
            serverTemplate().resolve("teleport.rar"),
            application())) {
      if (!Files.exists(path)) {
        throw new DemoFailure(path + " is missing: run the demonstration through Maven");
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
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      tree.sorted(Comparator.reverseOrder()).forEach(Layout::delete);
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
