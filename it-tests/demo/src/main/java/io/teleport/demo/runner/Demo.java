package io.teleport.demo.runner;

import io.teleport.server.ApplicationClient;
import io.teleport.server.LibertyServer;
import io.teleport.server.LoopbackNode;
import io.teleport.server.ServerFailure;
import io.teleport.server.ServerFiles;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The demonstration, a program. Its system properties: {@code demo.target}, the module's target
 * directory; {@code server.target}, where servers come from; {@code demo.runtime}, the archive of
 * the server; {@code teleport.demo.files}, the files to send, separated by commas. Exits with 0 if
 * every file arrived intact.
 */
final class Demo {

  private static final String BETA_JVM = "-Xmx256m -XX:MaxDirectMemorySize=256m";
  private static final int CALLS = 10_000;

  private final PrintStream out;
  private final ServerFiles servers;
  private final Path application;

  private Demo(PrintStream out, ServerFiles servers, Path application) {
    this.out = out;
    this.servers = servers;
    this.application = application;
  }

  /**
   * Runs the demonstration.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int status = 1;
    try {
      Path target = Path.of(required("demo.target")).toAbsolutePath();
      ServerFiles servers = ServerFiles.unpacked(target.resolve("demo"));
      servers.check();
      new Demo(out, servers, target.resolve("teleport-demo.war")).run(files(servers));
      status = 0;
    } catch (DemoFailure | ServerFailure e) {
      out.println("FAILED: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      out.println("FAILED: " + e);
      e.printStackTrace(out);
    } catch (InterruptedException e) {
      out.println("FAILED: interrupted");
    }
    System.exit(status);
  }

  private static String required(String property) throws DemoFailure {
    String value = System.getProperty(property, "");
    if (value.isBlank()) {
      throw new DemoFailure("the system property " + property + " is missing");
    }
    return value;
  }

  private static List<SourceFile> files(ServerFiles servers) throws DemoFailure {
    String chosen = System.getProperty("teleport.demo.files", "");
    List<Path> paths = new ArrayList<>();
    if (chosen.isBlank()) {
      paths.add(Path.of(required("demo.runtime")));
      paths.add(servers.template().resolve("teleport.rar"));
      paths.add(servers.template().resolve("server.xml"));
    } else {
      for (String path : Pattern.compile(",").splitAsStream(chosen).toList()) {
        paths.add(Path.of(path.strip()));
      }
    }
    List<SourceFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(SourceFile.read(path, files.size()));
    }
    return files;
  }

  private void run(List<SourceFile> files) throws IOException, InterruptedException, DemoFailure {
    Files.createDirectories(servers.work());
    List<LoopbackNode> nodes = LoopbackNode.onFreePorts(List.of("alpha", "beta"));
    LoopbackNode alphaNode = nodes.get(0);
    LoopbackNode betaNode = nodes.get(1);
    String cookie = newCookie();
    try (LibertyServer alpha =
            LibertyServer.create(servers, application, alphaNode, List.of(betaNode), cookie);
        LibertyServer beta =
            LibertyServer.create(servers, application, betaNode, List.of(alphaNode), cookie)) {
      Thread killer = new Thread(() -> close(alpha, beta), "kill servers");
      Runtime.getRuntime().addShutdownHook(killer);
      start(alpha, "");
      start(beta, BETA_JVM);
      measure(files, alpha.client(), betaNode.name());
      stop(beta);
      stop(alpha);
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }

  private static void close(LibertyServer alpha, LibertyServer beta) {
    alpha.close();
    beta.close();
  }

  private void start(LibertyServer server, String jvmArguments)
      throws IOException, InterruptedException, DemoFailure {
    LoopbackNode node = server.node();
    out.printf(
        "starting %s: port %d, HTTP port %d%s%n",
        node.name(),
        node.port(),
        node.httpPort(),
        jvmArguments.isEmpty() ? "" : ", with " + jvmArguments);
    server.start(jvmArguments);
    server.awaitApplication();
  }

  private void measure(List<SourceFile> files, ApplicationClient alpha, String beta)
      throws IOException, InterruptedException, DemoFailure {
    if (!"true".equals(alpha.get("/ping", Map.of("node", beta)).get("up"))) {
      throw new DemoFailure(beta + " does not answer a ping");
    }
    List<Measurement> measurements;
    try (RawCopy raw = RawCopy.start(servers.work().resolve("raw"))) {
      measurements = new Transfers(out, alpha, beta, raw).run(files);
    }
    Map<String, String> calls =
        alpha.post("/calls", Map.of("node", beta, "count", Integer.toString(CALLS)));
    out.println();
    ResultTable.printFiles(out, measurements);
    out.println("  (medians; plain: a blocking socket between two JVMs that do the same work)");
    ResultTable.printCalls(out, calls);
    out.println();
    for (Measurement measurement : measurements) {
      if (!measurement.intact()) {
        throw new DemoFailure(measurement.file().path() + " arrived damaged");
      }
    }
  }

  private void stop(LibertyServer server) throws IOException, InterruptedException, DemoFailure {
    out.println("stopping " + server.node().name());
    server.stop();
  }

  private static String newCookie() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
