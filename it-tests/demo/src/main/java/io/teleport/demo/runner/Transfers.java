package io.teleport.demo.runner;

import io.teleport.server.ApplicationClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends the files, ours and plain in turn. To be used by one thread. */
final class Transfers {

  private static final int ROUNDS = 3;
  private static final long POLL_MILLIS = 100;

  private final PrintStream out;
  private final ApplicationClient sender;
  private final String receiver;
  private final RawCopy raw;

  /**
   * Prepares the transfers.
   *
   * @param out where progress is shown
   * @param sender the node that sends
   * @param receiver the name of the node that receives
   * @param raw the yardstick
   */
  Transfers(PrintStream out, ApplicationClient sender, String receiver, RawCopy raw) {
    this.out = out;
    this.sender = sender;
    this.receiver = receiver;
    this.raw = raw;
  }

  /** Sends every file in every round; who goes first changes from round to round. */
  List<Measurement> run(List<SourceFile> files)
      throws IOException, InterruptedException, DemoFailure {
    List<Measurement> measurements = new ArrayList<>();
    for (SourceFile file : files) {
      measurements.add(new Measurement(file));
    }
    for (int round = 1; round <= ROUNDS; round++) {
      out.printf("round %d of %d%n", round, ROUNDS);
      for (Measurement measurement : measurements) {
        if (round % 2 == 0) {
          measurement.addRaw(raw.copy(measurement.file()));
        }
        teleport(measurement, round);
        if (round % 2 != 0) {
          measurement.addRaw(raw.copy(measurement.file()));
        }
      }
    }
    return measurements;
  }

  private void teleport(Measurement measurement, int round)
      throws IOException, InterruptedException, DemoFailure {
    SourceFile file = measurement.file();
    String name = "r" + round + "-" + file.storedAs();
    String label = ResultTable.shortened(file.path().getFileName().toString());
    Map<String, String> destination = Map.of("node", receiver, "name", name);
    try (ProgressBar bar = new ProgressBar(out, label, file.size())) {
      CompletableFuture<HttpResponse<String>> sending =
          sender.beginPost(
              "/send", Map.of("node", receiver, "name", name, "file", file.path().toString()));
      while (!isDone(sending)) {
        bar.show(Long.parseLong(sender.get("/progress", destination).get("arrived")));
      }
      Map<String, String> sent = sender.read("/send", sending.join());
      long nanos = Long.parseLong(sent.get("nanos"));
      boolean intact =
          sent.get("sha256").equals(file.sha256())
              && Long.parseLong(sent.get("size")) == file.size();
      measurement.addOurs(nanos, intact);
      bar.finish(
          String.format(
              Locale.ROOT, "%.3f s, SHA-256 %s", nanos / 1e9, intact ? "matches" : "DIFFERS"));
    }
    sender.post("/delete", destination);
  }

  private static boolean isDone(CompletableFuture<HttpResponse<String>> sending)
      throws InterruptedException, IOException {
    try {
      sending.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("the request to send broke off", e.getCause());
    }
  }
}
