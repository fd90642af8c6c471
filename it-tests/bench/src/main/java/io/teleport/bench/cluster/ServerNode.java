package io.teleport.bench.cluster;

import io.teleport.node.CompilerTime;
import io.teleport.node.Node;
import io.teleport.server.ApplicationClient;
import io.teleport.server.LibertyServer;
import io.teleport.server.ServerFailure;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node in an Open Liberty server that was started, with an application that takes orders. */
final class ServerNode implements Node {

  private static final String PATH = "/order";
  private static final long END_SECONDS = 20;

  private final LibertyServer server;
  private final ProcessHandle process;
  private final ApplicationClient client;
  private CompletableFuture<HttpResponse<String>> pending;

  ServerNode(LibertyServer server) throws IOException {
    this.server = server;
    this.process = server.process().orElseThrow();
    this.client = server.client();
  }

  @Override
  public void order(String order) {
    pending = client.beginPost(PATH, Map.of("order", order));
  }

  @Override
  public Map<String, Double> answer() {
    Map<String, Double> figures = new HashMap<>();
    try {
      client
          .read(PATH, pending.join())
          .forEach((name, value) -> figures.put(name, Double.valueOf(value)));
    } catch (CompletionException | ServerFailure e) {
      throw new IllegalStateException(server.node().name() + " did not obey", e);
    }
    return figures;
  }

  @Override
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public Duration compilerTime() {
    return CompilerTime.of(process.pid());
  }

  /** Ends the server in order, so that recordings of its JVM are written. */
  @Override
  public void end() {
    process.destroy();
  }

  @Override
  public void close() {
    end();
    try {
      process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println(server.node().name() + " did not end in time: it is killed");
    } finally {
      server.close();
    }
  }
}
