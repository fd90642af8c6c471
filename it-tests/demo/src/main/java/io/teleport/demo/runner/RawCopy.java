package io.teleport.demo.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The yardstick: a plain copy over one blocking socket between two JVMs, which live as long as this
 * object. To be used by one thread.
 */
final class RawCopy implements AutoCloseable {

  private final Process receiver;
  private final Process sender;
  private final Writer paths;
  private final BufferedReader results;

  private RawCopy(Process receiver, Process sender) {
    this.receiver = receiver;
    this.sender = sender;
    paths = new OutputStreamWriter(sender.getOutputStream(), StandardCharsets.UTF_8);
    results = sender.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the two JVMs; files are copied into a directory. */
  static RawCopy start(Path directory) throws IOException, DemoFailure {
    Process receiver = java(RawReceiver.class, directory.toString());
    Process sender = null;
    try {
      String port = receiver.inputReader(StandardCharsets.UTF_8).readLine();
      if (port == null) {
        throw new DemoFailure("the receiver of the plain copy did not start");
      }
      sender = java(RawSender.class, port);
      return new RawCopy(receiver, sender);
    } finally {
      if (sender == null) {
        receiver.destroyForcibly();
      }
    }
  }

  private static Process java(Class<?> program, String argument) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            List.of(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                argument))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Copies a file.
   *
   * @return the nanoseconds from the first byte read to the digest received
   * @throws DemoFailure if the copy breaks off, or the digest is not the file's
   */
  long copy(SourceFile file) throws IOException, DemoFailure {
    paths.write(file.path() + "\n");
    paths.flush();
    String line = results.readLine();
    if (line == null) {
      throw new DemoFailure("the plain copy of " + file.path() + " broke off");
    }
    int blank = line.indexOf(' ');
    if (!line.substring(blank + 1).equals(file.sha256())) {
      throw new DemoFailure("the plain copy of " + file.path() + " arrived damaged");
    }
    return Long.parseLong(line.substring(0, blank));
  }

  /** Ends both programs. */
  @Override
  public void close() throws IOException {
    try {
      paths.close();
      results.close();
      if (!sender.waitFor(5, TimeUnit.SECONDS) || !receiver.waitFor(5, TimeUnit.SECONDS)) {
        throw new IOException("the plain copy did not end by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sender.destroyForcibly();
      receiver.destroyForcibly();
    }
  }
}
