package io.teleport.chaos;

import io.teleport.chaos.account.Account;
import io.teleport.chaos.account.Entry;
import io.teleport.chaos.account.Journal;
import io.teleport.chaos.network.Network;
import io.teleport.chaos.node.ChaosNode;
import io.teleport.chaos.proxy.FaultProxy;
import io.teleport.node.FreePorts;
import io.teleport.node.NodeProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nodes of a run, and a proxy for every way from one to another. To be used by one thread, but
 * for the proxies.
 */
final class Fleet implements AutoCloseable {

  /** How many nodes there are. */
  static final int SIZE = 3;

  private final ChaosOptions options;
  private final Path directory;
  private final Network network;
  private final int[] ports;
  private final FaultProxy[][] proxies = new FaultProxy[SIZE][SIZE];
  private final List<Life> lives = new ArrayList<>();
  private final Life[] current = new Life[SIZE];

  /** One run of a node's process. */
  private static final class Life {
    private final int node;
    private final int number;
    private final Path journal;
    private final NodeProcess process;
    private long killedAt;

    Life(int node, int number, Path journal, NodeProcess process) {
      this.node = node;
      this.number = number;
      this.journal = journal;
      this.process = process;
    }
  }

  /**
   * Starts all nodes.
   *
   * @param directory where journals and logs go; it is empty
   * @param network what connects them; closed by the caller
   */
  static Fleet start(ChaosOptions options, Path directory, Network network) throws IOException {
    Fleet fleet = new Fleet(options, directory, network);
    boolean started = false;
    try {
      for (int node = 0; node < SIZE; node++) {
        fleet.startNode(node, 0);
      }
      fleet.all("prime");
      started = true;
      return fleet;
    } finally {
      if (!started) {
        fleet.close();
      }
    }
  }

  private Fleet(ChaosOptions options, Path directory, Network network) throws IOException {
    this.network = network;
    this.options = options;
    this.directory = directory;
    this.ports = FreePorts.find(SIZE);
    for (int from = 0; from < SIZE; from++) {
      for (int to = 0; to < SIZE; to++) {
        if (from != to) {
          proxies[from][to] =
              new FaultProxy(
                  new InetSocketAddress(network.proxies(from), 0),
                  new InetSocketAddress(network.node(to), ports[to]));
        }
      }
    }
  }

  private void startNode(int node, int number) throws IOException {
    String name = "node" + node + "-" + number;
    Path journal = directory.resolve(name + ".journal");
    List<String> command = new ArrayList<>(network.runner(node));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx320m",
            "-XX:MaxDirectMemorySize=320m",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=" + directory,
            "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %5$s%6$s%n",
            "-cp",
            System.getProperty("java.class.path"),
            ChaosNode.class.getName(),
            Integer.toString(node),
            Integer.toString(number),
            Long.toString(options.seed()),
            Boolean.toString(options.kill()),
            journal.toString(),
            network.node(node),
            Integer.toString(ports[node])));
    for (int to = 0; to < SIZE; to++) {
      command.add(
          to == node
              ? network.node(node) + ":" + ports[node]
              : network.proxies(node) + ":" + proxies[node][to].port());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(directory.resolve(name + ".log").toFile());
    Life life = new Life(node, number, journal, new NodeProcess(name, builder));
    lives.add(life);
    current[node] = life;
  }

  FaultProxy proxy(int from, int to) {
    return proxies[from][to];
  }

  /** Returns all proxies. */
  List<FaultProxy> proxies() {
    return Arrays.stream(proxies)
        .flatMap(Arrays::stream)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Has all nodes send so many messages, together. */
  void send(long messages) {
    for (int node = 0; node < SIZE; node++) {
      obey(node, start(share(messages, node)));
    }
  }

  private String start(long messages) {
    return "start %d %d".formatted(messages, options.rate() / SIZE);
  }

  private static long share(long messages, int node) {
    return messages / SIZE + (node < messages % SIZE ? 1 : 0);
  }

  /** Gives all nodes an order at the same time; returns the sums of all figures. */
  Map<String, Double> all(String order) {
    Map<String, Double> sums = new HashMap<>();
    for (Map<String, Double> figures : each(order)) {
      figures.forEach((name, figure) -> sums.merge(name, figure, Double::sum));
    }
    return sums;
  }

  /** Gives all nodes an order at the same time; returns the figures of each. */
  List<Map<String, Double>> each(String order) {
    for (Life life : current) {
      life.process.order(order);
    }
    List<Map<String, Double>> figures = new ArrayList<>();
    for (Life life : current) {
      figures.add(life.process.answer());
    }
    return figures;
  }

  private Map<String, Double> obey(int node, String order) {
    return current[node].process.obey(order);
  }

  /** Has a node stand still until {@link #thaw}. */
  void freeze(int node) throws IOException, InterruptedException {
    signal(node, "STOP");
  }

  /** Has a node go on. */
  void thaw(int node) throws IOException, InterruptedException {
    signal(node, "CONT");
  }

  private void signal(int node, String signal) throws IOException, InterruptedException {
    String pid = Long.toString(current[node].process.pid());
    int exit = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -%s %s ended with %d".formatted(signal, pid, exit));
    }
  }

  /** Kills a node. */
  void kill(int node) throws InterruptedException {
    current[node].process.kill();
    current[node].killedAt = System.currentTimeMillis();
  }

  /** Starts a node that was killed, and has it send what is left to be sent. */
  void revive(int node, long messages) throws IOException {
    long left = share(messages, node) - accepted(node);
    startNode(node, current[node].number + 1);
    obey(node, start(Math.max(0, left)));
  }

  private long accepted(int node) throws IOException {
    AtomicLong accepted = new AtomicLong();
    for (Life life : lives) {
      if (life.node == node) {
        Journal.read(
            life.journal,
            entry -> {
              if (entry.event() == Entry.Event.ACCEPTED) {
                accepted.incrementAndGet();
              }
            });
      }
    }
    return accepted.get();
  }

  /** Returns the account of all journals. */
  Account account() throws IOException {
    Account account = new Account();
    for (Life life : lives) {
      Journal.read(life.journal, account.journalOf(life.node, life.number));
      if (life.killedAt != 0) {
        account.killed(life.node, life.number, life.killedAt);
      }
    }
    return account;
  }

  /** Removes the journals, which are large. */
  void forget() throws IOException {
    for (Life life : lives) {
      Files.deleteIfExists(life.journal);
    }
  }

  @Override
  public void close() throws IOException {
    for (Life life : lives) {
      life.process.close();
    }
    for (FaultProxy proxy : proxies()) {
      proxy.close();
    }
  }
}
