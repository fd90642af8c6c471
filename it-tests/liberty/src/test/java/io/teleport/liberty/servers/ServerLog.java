package io.teleport.liberty.servers;

import io.teleport.server.LibertyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server's own log. */
final class ServerLog {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 100;

  private final LibertyServer server;

  ServerLog(LibertyServer server) {
    this.server = server;
  }

  List<String> lines() throws IOException {
    return Files.exists(server.log()) ? Files.readAllLines(server.log()) : List.of();
  }

  /** Returns how many lines hold a text. */
  int count(String text) throws IOException {
    return (int) lines().stream().filter(line -> line.contains(text)).count();
  }

  /** Waits until that many lines hold a text. */
  void await(String text, int times) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (count(text) < times) {
      if (System.nanoTime() - begun > BOUND_NANOS) {
        throw new AssertionError(
            "'%s' stands %d times and not %d times in %s"
                .formatted(text, count(text), times, server.log()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
