package io.teleport.bench.cluster;

import io.teleport.bench.role.NodeMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who moves the messages. */
enum ClusterPeer {
  /** This project: the resource adapter in the smallest container, a JVM for each node. */
  TELEPORT,
  /** Plain blocking sockets without a codec, the limit of the machine; a JVM for each node. */
  RAW,
  /** Erlang nodes with the distribution as it comes. */
  ERLANG,
  /** The messaging of the servers that this project runs in. */
  JMS;

  private static final String ERLANG_MODULE = "teleport_bench";

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns whether this machine has what the peer needs. */
  boolean isPresent() {
    return this != ERLANG || (onPath("erl") && onPath("erlc"));
  }

  /** Returns the versions of what the peer needs besides this project and Java, by name. */
  Map<String, String> versions() {
    return this == ERLANG ? Map.of("otp", ErlangRelease.installed()) : Map.of();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /**
   * Returns how to start a node.
   *
   * @param self its index
   * @param ports of all nodes
   * @param epmdPort of Erlang's port mapper
   * @param jvm options of a JVM
   * @param work where files may be put
   */
  ProcessBuilder node(int self, int[] ports, int epmdPort, List<String> jvm, Path work) {
    return this == ERLANG ? erlang(self, ports, epmdPort, work) : java(self, ports, jvm);
  }

  private ProcessBuilder java(int self, int[] ports, List<String> jvm) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                label(),
                Integer.toString(self)));
    command.addAll(1, JvmOptions.of(self, jvm));
    IntStream.of(ports).mapToObj(Integer::toString).forEach(command::add);
    return new ProcessBuilder(command);
  }

  private static ProcessBuilder erlang(int self, int[] ports, int epmdPort, Path work) {
    compile(work);
    ProcessBuilder builder =
        new ProcessBuilder(
            "erl",
            "-noshell",
            "-pa",
            work.toString(),
            "-name",
            "bench" + self + "@127.0.0.1",
            "-setcookie",
            "bench",
            "-run",
            ERLANG_MODULE,
            "main",
            Integer.toString(self),
            Integer.toString(ports.length));
    builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmdPort));
    return builder;
  }

  private static void compile(Path work) {
    Path source = work.resolve(ERLANG_MODULE + ".erl");
    if (Files.exists(source)) {
      return;
    }
    try (InputStream module = ClusterPeer.class.getResourceAsStream("/" + ERLANG_MODULE + ".erl")) {
      Files.copy(module, source, StandardCopyOption.REPLACE_EXISTING);
      int exit =
          new ProcessBuilder("erlc", "-o", work.toString(), source.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("erlc ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + ERLANG_MODULE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
