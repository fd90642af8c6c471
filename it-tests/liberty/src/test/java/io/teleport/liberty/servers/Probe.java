package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.server.ApplicationClient;
import io.teleport.server.LibertyServer;
import io.teleport.server.LoopbackNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The application that does what a test says, on one server. To be used by one thread. */
final class Probe {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ApplicationClient client;

  Probe(LibertyServer server) {
    client = server.client();
  }

  List<String> diary() throws IOException, InterruptedException {
    return List.copyOf(client.get("/diary", Map.of()).values());
  }

  /** Returns the entries that begin with a text, in order. */
  List<String> diary(String beginning) throws IOException, InterruptedException {
    return diary().stream().filter(entry -> entry.startsWith(beginning)).toList();
  }

  /** Waits until there are so many entries that begin with a text. */
  void await(String beginning, int count) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (diary(beginning).size() < count) {
      assertThat(System.nanoTime() - begun)
          .as("%d entries '%s' in %s", count, beginning, diary())
          .isLessThan(PATIENCE_NANOS);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  void awaitReach(LoopbackNode node) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!client.post("/reach", Map.of("node", node.name())).get("up").equals("true")) {
      assertThat(System.nanoTime() - begun).as(node.name()).isLessThan(PATIENCE_NANOS);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  void send(String to, int count) throws IOException, InterruptedException {
    client.post("/send", Map.of("to", to, "count", Integer.toString(count)));
  }

  void beginCall(String to) throws IOException, InterruptedException {
    client.post("/begin-call", Map.of("to", to));
  }

  /**
   * What came of a call.
   *
   * @param answer the answer, or the name of the exception
   * @param millis how long it took
   */
  record Called(String answer, long millis) {}

  Called call(String to) throws IOException, InterruptedException {
    Map<String, String> lines = client.post("/call", Map.of("to", to));
    return new Called(lines.get("answer"), Long.parseLong(lines.get("millis")));
  }

  /** Sends in a transaction, and returns when that waits for the loss of a node. */
  CompletableFuture<HttpResponse<String>> beginTransaction(List<String> to, String when)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> transaction =
        client.beginPost("/transaction", Map.of("to", String.join(",", to), "when", when));
    await("waiting " + when, 1);
    return transaction;
  }

  /** Lets a transaction end; returns the name of the exception, or {@code committed}. */
  String endTransaction(CompletableFuture<HttpResponse<String>> transaction, String when)
      throws IOException, InterruptedException {
    client.post("/go-on", Map.of("when", when));
    return client
        .read("/transaction", transaction.orTimeout(60, TimeUnit.SECONDS).join())
        .get("outcome");
  }
}
