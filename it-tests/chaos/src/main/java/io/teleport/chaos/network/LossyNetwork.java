package io.teleport.chaos.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each node, with a wire to the proxies that loses one packet in a hundred
 * each way, delays the others by 4 to 6 ms, and some of them not at all, so that they overtake. The
 * wire is a veth pair with the kernel's netem, or, where the kernel has none, a process that stands
 * between two TUN devices. Needs Linux and root.
 *
 * <p>Safe for use by any thread.
 */
public final class LossyNetwork implements Network {

  private static final String LOSS = "0.01";
  private static final String DELAY_MILLIS = "5";
  private static final String JITTER_MILLIS = "1";
  private static final String REORDER = "0.02";
  private static final String WIRE = "lossy-link.pl";
  private static final int COMMAND_SECONDS = 10;

  private final String prefix = "tlp" + ProcessHandle.current().pid() % 100_000;
  private final List<String> namespaces = new ArrayList<>();
  private final List<Process> wires = new ArrayList<>();
  private final Path directory;

  private LossyNetwork(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the namespaces and their wires.
   *
   * @param nodes how many nodes there are
   * @param seed what a wire that is a process draws its losses from
   * @param directory where its script goes
   * @param out is told what the wires are
   * @throws IOException if the machine does not allow it; says why
   */
  public static LossyNetwork create(int nodes, long seed, Path directory, PrintStream out)
      throws IOException {
    LossyNetwork network = new LossyNetwork(directory);
    boolean made = false;
    try {
      for (int node = 0; node < nodes; node++) {
        network.add(node);
      }
      String refusal = network.netemRefusal();
      for (int node = 0; node < nodes; node++) {
        if (refusal == null) {
          network.wireByKernel(node);
        } else {
          network.wireByProcess(node, seed + node);
        }
        network.configure(node);
      }
      out.println(
          "network namespaces; loss 1 %, delay 5 ms, jitter 1 ms, 2 % overtake, each way, by "
              + (refusal == null ? "netem" : WIRE + ", as the kernel has no netem: " + refusal));
      made = true;
      return network;
    } finally {
      if (!made) {
        network.close();
      }
    }
  }

  private String namespace(int node) {
    return prefix + "n" + node;
  }

  private String outer(int node) {
    return prefix + "o" + node;
  }

  private String inner(int node) {
    return prefix + "i" + node;
  }

  @Override
  public String node(int index) {
    return "10.211.%d.2".formatted(index);
  }

  @Override
  public String proxies(int index) {
    return "10.211.%d.1".formatted(index);
  }

  @Override
  public List<String> runner(int index) {
    return List.of("ip", "netns", "exec", namespace(index));
  }

  private void add(int node) throws IOException {
    run("ip", "netns", "add", namespace(node));
    namespaces.add(namespace(node));
    run("ip", "-n", namespace(node), "link", "set", "lo", "up");
  }

  /** Returns why the kernel has no netem, or null if it has. */
  private String netemRefusal() {
    try {
      run("ip", "netns", "exec", namespace(0), "tc", "qdisc", "add", "dev", "lo", "root", "netem");
      run("ip", "netns", "exec", namespace(0), "tc", "qdisc", "del", "dev", "lo", "root");
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private void wireByKernel(int node) throws IOException {
    String outer = outer(node);
    String inner = inner(node);
    run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner);
    run("ip", "link", "set", inner, "netns", namespace(node));
    run(netem(List.of("tc"), outer));
    run(netem(List.of("ip", "netns", "exec", namespace(node), "tc"), inner));
  }

  private static String[] netem(List<String> tc, String device) {
    List<String> command = new ArrayList<>(tc);
    command.addAll(List.of("qdisc", "add", "dev", device, "root", "netem", "limit", "4000"));
    command.addAll(List.of("delay", DELAY_MILLIS + "ms", JITTER_MILLIS + "ms"));
    command.addAll(List.of("loss", "1%", "reorder", "2%"));
    return command.toArray(String[]::new);
  }

  private void wireByProcess(int node, long seed) throws IOException {
    Path script = directory.resolve(WIRE);
    try (InputStream in = LossyNetwork.class.getResourceAsStream(WIRE)) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "perl",
            script.toString(),
            outer(node),
            inner(node),
            LOSS,
            DELAY_MILLIS,
            JITTER_MILLIS,
            REORDER,
            Long.toString(seed));
    builder.redirectError(directory.resolve("wire" + node + ".log").toFile());
    Process wire = builder.start();
    wires.add(wire);
    BufferedReader said = wire.inputReader(StandardCharsets.UTF_8);
    if (said.readLine() == null) {
      throw new IOException(WIRE + " did not begin; see its log in " + directory);
    }
    run("ip", "link", "set", inner(node), "netns", namespace(node));
  }

  private void configure(int node) throws IOException {
    String namespace = namespace(node);
    run("ip", "addr", "add", proxies(node) + "/30", "dev", outer(node));
    run("ip", "link", "set", outer(node), "up");
    run("ip", "-n", namespace, "addr", "add", node(node) + "/30", "dev", inner(node));
    run("ip", "-n", namespace, "link", "set", inner(node), "up");
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("'%s' failed: %s".formatted(String.join(" ", command), said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    wires.forEach(Process::destroy);
    for (String namespace : namespaces) {
      try {
        // What is left of its wire goes with it.
        run("ip", "netns", "del", namespace);
      } catch (IOException e) {
        System.err.println("chaos: " + e.getMessage());
      }
    }
  }
}
