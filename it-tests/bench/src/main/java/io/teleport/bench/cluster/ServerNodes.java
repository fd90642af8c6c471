package io.teleport.bench.cluster;

import io.teleport.bench.wire.ConnectionWire;
import io.teleport.demo.runner.DemoFailure;
import io.teleport.demo.runner.DemoNode;
import io.teleport.demo.runner.FreePorts;
import io.teleport.demo.runner.Layout;
import io.teleport.demo.runner.LibertyServer;
import io.teleport.node.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts Open Liberty servers, each a node, from the ready server directory as users get it plus
 * one file of configuration.
 *
 * <p>System properties say where the build put things: {@code demo.target}, the server and the
 * server directory; {@code bench.target}, the applications, and where servers are made.
 */
final class ServerNodes {

  private static final String COOKIE = "between the servers of a benchmark";

  /** What one server needs to start is about one processor. */
  private static final int AT_A_TIME = 2;

  private ServerNodes() {}

  /**
   * Starts servers and waits for their applications.
   *
   * @param application which of this module's applications they run
   * @param variables of the configuration, for each server
   * @param jvm what each JVM is started with
   * @return the nodes, whose names end in their index
   */
  static List<Node> start(String application, List<Map<String, String>> variables, List<String> jvm)
      throws IOException, InterruptedException {
    int count = variables.size();
    Path target = directory("bench.target");
    Layout layout = new Layout(directory("demo.target"), target.resolve("servers"));
    List<Integer> free = FreePorts.find(2 * count);
    List<DemoNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new DemoNode(ConnectionWire.alive(i), free.get(2 * i), free.get(2 * i + 1)));
    }
    List<LibertyServer> servers = new ArrayList<>();
    for (DemoNode node : nodes) {
      List<DemoNode> others = nodes.stream().filter(other -> !other.equals(node)).toList();
      LibertyServer server =
          LibertyServer.create(layout, target.resolve(application + ".war"), node, others, COOKIE);
      configure(server, application, variables.get(servers.size()));
      servers.add(server);
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> servers.forEach(LibertyServer::close), "end servers"));
    start(servers, jvm);
    List<Node> started = new ArrayList<>();
    for (LibertyServer server : servers) {
      started.add(new ServerNode(server));
    }
    return started;
  }

  private static Path directory(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("the system property " + property + " is missing");
    }
    return Path.of(value).toAbsolutePath();
  }

  private static void configure(
      LibertyServer server, String application, Map<String, String> variables) throws IOException {
    Path overrides =
        Files.createDirectories(server.directory().resolve("configDropins").resolve("overrides"));
    try (InputStream file = ServerNodes.class.getResourceAsStream("/" + application + ".xml")) {
      Files.copy(file, overrides.resolve("bench.xml"));
    }
    StringBuilder lines = new StringBuilder();
    variables.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Files.writeString(server.directory().resolve("variables").resolve("bench.properties"), lines);
  }

  private static void start(List<LibertyServer> servers, List<String> jvm)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Callable<Void>> starts = new ArrayList<>();
      for (int i = 0; i < servers.size(); i++) {
        LibertyServer server = servers.get(i);
        String options = String.join(" ", JvmOptions.of(i, jvm));
        starts.add(() -> start(server, options));
      }
      for (Future<Void> start : threads.invokeAll(starts)) {
        start.get();
      }
    } catch (ExecutionException e) {
      servers.forEach(LibertyServer::close);
      throw new IllegalStateException("a server did not start", e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  private static Void start(LibertyServer server, String options)
      throws IOException, InterruptedException, DemoFailure {
    server.start(options);
    server.awaitApplication();
    return null;
  }
}
