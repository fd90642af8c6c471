package io.teleport.node;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The processor time that the just-in-time compiler of another process has used, as Linux counts it
 * for each thread. The JVM itself only tells how long its compilations took by the clock, which
 * says little where processors are short.
 */
public final class CompilerTime {

  private static final Path PROCESSES = Path.of("/proc");

  private CompilerTime() {}

  /**
   * Returns what the compiler's threads have used that run at the moment.
   *
   * @param pid number of the process
   * @return zero if the process is no JVM, or the operating system does not tell
   */
  public static Duration of(long pid) {
    return of(PROCESSES.resolve(Long.toString(pid)).resolve("task"));
  }

  /**
   * Returns what the compiler's threads have used.
   *
   * @param threads a directory with a directory for each thread
   */
  static Duration of(Path threads) {
    long nanos = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
      for (Path thread : all) {
        nanos += ofThread(thread);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not Linux, or the process has ended.
      return Duration.ZERO;
    }
    return Duration.ofNanos(nanos);
  }

  private static long ofThread(Path thread) {
    try {
      // The kernel keeps fifteen characters of a name: "C2 CompilerThre".
      if (!Files.readString(thread.resolve("comm")).matches("C\\d CompilerThr.*\\R?")) {
        return 0;
      }
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
    } catch (IOException e) {
      // The thread has ended since.
      return 0;
    }
  }
}
