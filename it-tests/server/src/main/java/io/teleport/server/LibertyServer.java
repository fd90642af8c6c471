package io.teleport.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Open Liberty server made from the ready server directory and one application. What was started
 * is ended by {@link #close}, by force if need be. To be used by one thread, except for {@code
 * close}, which a shutdown hook may call at any time.
 */
public final class LibertyServer implements AutoCloseable {

  private static final long COMMAND_SECONDS = 120;
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long READY_POLL_MILLIS = 200;
  private static final int SHOWN_ERRORS = 3;
  private static final int SHOWN_LENGTH = 600;

  private final ServerFiles files;
  private final Path application;
  private final LoopbackNode node;
  private final Path userDir;

  /** The command that runs, or the last one that did; null before the first. */
  private volatile Process command;

  private LibertyServer(ServerFiles files, Path application, LoopbackNode node) {
    this.files = files;
    this.application = application;
    this.node = node;
    this.userDir = files.work();
  }

  /**
   * Makes the directory of a server; an old one goes.
   *
   * @param application the archive of the application, which answers to {@code GET /node} under the
   *     archive's name
   * @param peers the nodes that it finds
   * @param cookie the secret of both
   * @throws IOException if a file cannot be written
   */
  public static LibertyServer create(
      ServerFiles files,
      Path application,
      LoopbackNode node,
      List<LoopbackNode> peers,
      String cookie)
      throws IOException {
    LibertyServer server = new LibertyServer(files, application, node);
    Path dir = server.directory();
    ServerFiles.deleteTree(dir);
    ServerFiles.copyTree(files.template(), dir);
    Files.copy(
        application,
        Files.createDirectories(dir.resolve("dropins")).resolve(application.getFileName()));
    Path variables = Files.createDirectories(dir.resolve("variables"));
    Files.writeString(
        variables.resolve("node.properties"),
        """
        teleport.nodeName=%s
        teleport.port=%d
        teleport.peers=%s
        http.port=%d
        """
            .formatted(
                node.name(),
                node.port(),
                peers.stream().map(LoopbackNode::asPeer).collect(Collectors.joining(",")),
                node.httpPort()));
    Files.writeString(variables.resolve("teleport.cookie"), cookie);
    return server;
  }

  /** Returns the node that the server is. */
  public LoopbackNode node() {
    return node;
  }

  /** Returns who talks to the application. */
  public ApplicationClient client() {
    String archive = application.getFileName().toString();
    return new ApplicationClient(node, archive.substring(0, archive.lastIndexOf('.')));
  }

  /** Returns the server's directory. */
  public Path directory() {
    return userDir.resolve("servers").resolve(node.alive());
  }

  /** Returns the server's log. */
  public Path log() {
    return directory().resolve("logs").resolve("messages.log");
  }

  /**
   * Starts the server and waits until it says that it runs.
   *
   * @param jvmArguments what its JVM gets; may be empty
   * @throws ServerFailure if it does not start; it is then to be closed all the same
   */
  public void start(String jvmArguments) throws IOException, InterruptedException {
    run("start", jvmArguments);
  }

  /**
   * Waits until the application answers.
   *
   * @throws ServerFailure with what the server says about the reason, if it does not
   */
  public void awaitApplication() throws IOException, InterruptedException {
    ApplicationClient client = client();
    long begun = System.nanoTime();
    while (!answers(client)) {
      List<String> errors = errors();
      if (!errors.isEmpty() || System.nanoTime() - begun > READY_NANOS) {
        throw new ServerFailure(
            "the application on %s does not answer; see %s%n%s"
                .formatted(node.name(), log(), firstOf(errors)));
      }
      TimeUnit.MILLISECONDS.sleep(READY_POLL_MILLIS);
    }
  }

  private static boolean answers(ApplicationClient client) throws InterruptedException {
    try {
      return client.get("/node", Map.of()).containsKey("node");
    } catch (IOException e) {
      // Not there yet; the caller knows for how long to go on.
      return false;
    }
  }

  /** The first ones tell the cause. */
  private static String firstOf(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(0, Math.min(SHOWN_ERRORS, lines.size()))) {
      text.append(line, 0, Math.min(SHOWN_LENGTH, line.length())).append(System.lineSeparator());
    }
    return text.toString();
  }

  /**
   * Stops the server and waits until its process has ended.
   *
   * @throws ServerFailure if it had to be killed
   */
  public void stop() throws IOException, InterruptedException {
    Optional<ProcessHandle> process = process();
    if (process.isPresent()) {
      run("stop", "");
      process.get().onExit().join();
    }
  }

  /**
   * Returns the lines of the server's log that tell of errors.
   *
   * @throws IOException if the log cannot be read
   */
  public List<String> errors() throws IOException {
    if (!Files.exists(log())) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.UTF_8)) {
      return lines.filter(line -> line.matches("\\[.* E (J2CA|CWWK.|CNTR)\\d{4}E:.*")).toList();
    }
  }

  /** Ends the server's process at once if it still runs, also one that is just being started. */
  @Override
  public void close() {
    try {
      Process running = command;
      if (running != null && running.isAlive()) {
        List<ProcessHandle> started = running.descendants().toList();
        running.destroyForcibly();
        started.forEach(LibertyServer::end);
      }
      process().ifPresent(LibertyServer::end);
    } catch (IOException e) {
      throw new IllegalStateException("cannot tell whether " + node.name() + " runs", e);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Returns the server's process while it runs. */
  public Optional<ProcessHandle> process() throws IOException {
    Path file = userDir.resolve("servers").resolve(".pid").resolve(node.alive() + ".pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String pid = Files.readString(file).strip();
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
  }

  private void run(String name, String jvmArguments) throws IOException, InterruptedException {
    Path output = userDir.resolve(node.alive() + "." + name + ".log");
    ProcessBuilder builder = new ProcessBuilder(files.script().toString(), name, node.alive());
    builder.environment().put("WLP_USER_DIR", userDir.toString());
    builder.environment().put("WLP_OUTPUT_DIR", userDir.resolve("servers").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JVM_ARGS", jvmArguments);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    command = process;
    process.getOutputStream().close();
    if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new ServerFailure(
          "'server %s %s' took more than %d s; see %s"
              .formatted(name, node.alive(), COMMAND_SECONDS, log()));
    }
    if (process.exitValue() != 0) {
      throw new ServerFailure(
          "'server %s %s' ended with %d; see %s and %s"
              .formatted(name, node.alive(), process.exitValue(), output, log()));
    }
  }
}
