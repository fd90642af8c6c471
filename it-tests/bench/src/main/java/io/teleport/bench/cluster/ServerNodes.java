package io.teleport.bench.cluster;

import io.teleport.bench.wire.ConnectionWire;
import io.teleport.node.Node;
import io.teleport.server.LibertyServer;
import io.teleport.server.LoopbackNode;
import io.teleport.server.ServerFiles;
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
import java.util.stream.IntStream;

/**
 * Starts Open Liberty servers, each a node, from the ready server directory as users get it plus
 * one file of configuration.
 *
 * <p>System properties say where the build put things: {@code server.target}, the server and the
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
    Path target = target();
    ServerFiles files = ServerFiles.unpacked(target.resolve("servers"));
    List<LoopbackNode> nodes =
        LoopbackNode.onFreePorts(
            IntStream.range(0, count).mapToObj(ConnectionWire::alive).toList());
    List<LibertyServer> servers = new ArrayList<>();
    for (LoopbackNode node : nodes) {
      List<LoopbackNode> others = nodes.stream().filter(other -> !other.equals(node)).toList();
      LibertyServer server =
          LibertyServer.create(files, target.resolve(application + ".war"), node, others, COOKIE);
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

  private static Path target() {
    String value = System.getProperty("bench.target");
    if (value == null) {
      throw new IllegalStateException("the system property bench.target is missing");
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
      throws IOException, InterruptedException {
    server.start(options);
    server.awaitApplication();
    return null;
  }
}
