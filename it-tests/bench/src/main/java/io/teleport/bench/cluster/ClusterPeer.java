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
  /** The same, but that messages are sent with best effort. */
  BEST_EFFORT,
  /** Plain blocking sockets without a codec, the limit of the machine; a JVM for each node. */
  RAW,
  /** Erlang nodes with the distribution as it comes. */
  ERLANG,
  /** In turn an Erlang node and one of this project, over the distribution. */
  MIXED,
  /** The messaging of the servers that this project runs in. */
  JMS;

  private static final String ERLANG_MODULE = "teleport_bench";

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Returns whether this machine has what the peer needs. */
  boolean isPresent() {
    return !hasErlang() || (onPath("erl") && onPath("erlc"));
  }

  /** Returns whether there are Erlang nodes among its nodes. */
  boolean hasErlang() {
    return this == ERLANG || this == MIXED;
  }

  /** Returns the versions of what the peer needs besides this project and Java, by name. */
  Map<String, String> versions() {
    return hasErlang() ? Map.of("otp", ErlangRelease.installed()) : Map.of();
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
    if (this == ERLANG || (this == MIXED && isErlang(self))) {
      return erlang(self, ports, epmdPort, work);
    }
    List<String> options = new ArrayList<>(jvm);
    if (this == MIXED) {
      options.add("-D" + NodeMain.EPMD_PORT + "=" + epmdPort);
    }
    return java(self, ports, options);
  }

  /** Returns whether a node of a mixed cluster is an Erlang node. */
  static boolean isErlang(int node) {
    return node % 2 == 0;
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

  private ProcessBuilder erlang(int self, int[] ports, int epmdPort, Path work) {
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
            Integer.toString(ports.length),
            label());
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
