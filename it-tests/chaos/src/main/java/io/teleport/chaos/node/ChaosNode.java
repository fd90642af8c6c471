package io.teleport.chaos.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.adapter.outbound.TeleportManagedConnectionFactory;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.chaos.account.Journal;
import io.teleport.chaos.soak.Figure;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.node.ListenerEndpoints;
import io.teleport.node.Orders;
import io.teleport.node.SmallestContainer;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A node, a process of its own, which takes {@link Orders}: {@code prime}, {@code start MESSAGES
 * RATE}, {@code progress}, {@code sample}, {@code stop}, {@code rest} and {@code end}.
 *
 * <p>Arguments: the index of this node, how often it was restarted, the seed, whether nodes are
 * killed, the file of the journal, the address and port to listen on, and for each node where this
 * one reaches it.
 */
public final class ChaosNode {

  private static final String LISTENER = "letters";
  private static final String ANSWERER = "requests";
  private static final int NAMES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int self;
  private final int nodes;
  private final Journal journal;
  private final Bodies bodies = new Bodies();
  private final Leaks leaks;
  private final TeleportResourceAdapter adapter = new TeleportResourceAdapter();
  private final SmallestContainer container = new SmallestContainer();
  private final Listeners listeners;
  private final Traffic traffic;
  private final TeleportConnectionFactory factory;
  private final Counters counters;

  private ChaosNode(List<String> arguments) throws IOException, ResourceException {
    self = Integer.parseInt(arguments.get(0));
    int life = Integer.parseInt(arguments.get(1));
    long seed = Long.parseLong(arguments.get(2));
    boolean kills = Boolean.parseBoolean(arguments.get(3));
    journal = Journal.create(Path.of(arguments.get(4)));
    List<String> addresses = arguments.subList(7, arguments.size());
    nodes = addresses.size();
    listeners = new Listeners(journal);
    Footprint.warmUp();
    leaks = new Leaks(Footprint.afterCollection(), PATIENCE);
    configure(arguments.get(5), arguments.get(6), addresses);
    adapter.start(container);
    counters = adapter.node().counters();
    TeleportManagedConnectionFactory managed = new TeleportManagedConnectionFactory();
    managed.setResourceAdapter(adapter);
    factory = (TeleportConnectionFactory) managed.createConnectionFactory();
    List<Address> letters = new ArrayList<>();
    List<Address> requests = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      letters.add(Address.of(LISTENER, name(i)));
      requests.add(Address.of(ANSWERER, name(i)));
    }
    traffic =
        new Traffic(
            self,
            life,
            thread -> new Drafts(seed, self, life, thread, nodes),
            bodies,
            new Post(factory),
            journal,
            letters,
            requests);
    activate(
        LISTENER, new ListenerEndpoints(LISTENER, Listeners.Listener.class, this::listener), kills);
    activate(
        ANSWERER, new ListenerEndpoints(ANSWERER, Listeners.Answerer.class, this::answerer), false);
  }

  /** Runs the node. */
  public static void main(String[] arguments) throws Exception {
    ChaosNode node = new ChaosNode(Arrays.asList(arguments));
    Orders.obey(node::carryOut);
    System.exit(0);
  }

  private static String name(int node) {
    return "chaos" + node + "@127.0.0.1";
  }

  private MessageEndpoint listener() {
    return listeners.new Listener();
  }

  private MessageEndpoint answerer() {
    return listeners.new Answerer();
  }

  /** Makes nodes differ: one has little memory, one has large messages read as streams. */
  private void configure(String host, String port, List<String> addresses) {
    StringJoiner peers = new StringJoiner(",");
    for (int i = 0; i < nodes; i++) {
      if (i != self) {
        peers.add(name(i) + "=" + addresses.get(i));
      }
    }
    adapter.setNodeName(name(self));
    adapter.setCookie("the cookie of a chaos run");
    adapter.setBindAddress(host);
    adapter.setPort(port);
    adapter.setPeers(peers.toString());
    adapter.setTickInterval("400ms");
    adapter.setPeerTimeout("2s");
    adapter.setRetention("40s");
    adapter.setConnectTimeout("3s");
    adapter.setReconnectDelayMax("500ms");
    adapter.setShutdownTimeout("10s");
    switch (self % 3) {
      case 1 -> {
        adapter.setBufferMemory("44MiB");
        adapter.setMaxMessage("21MiB");
        adapter.setReceiveWindow("1MiB");
      }
      case 2 -> {
        adapter.setBufferMemory("16MiB");
        adapter.setMaxMessage("4MiB");
        adapter.setBulkSockets("3");
      }
      default -> {
        // as it comes
      }
    }
  }

  /**
   * Activates a listener; one that confirms on return if nodes are killed: what a sender was told
   * is then true, whatever becomes of the receiver's memory.
   */
  private void activate(String name, MessageEndpointFactory endpoints, boolean onReturn)
      throws ResourceException {
    TeleportActivationSpec spec = new TeleportActivationSpec();
    spec.setName(name);
    spec.setAcknowledge(onReturn ? "on-return" : "on-accept");
    adapter.endpointActivation(endpoints, spec);
  }

  private String carryOut(List<String> order) throws InterruptedException {
    return switch (order.get(0)) {
      case "prime" -> prime();
      case "start" -> {
        traffic.start(Long.parseLong(order.get(1)), Integer.parseInt(order.get(2)));
        yield "";
      }
      case "progress" -> progress();
      case "stop" -> {
        traffic.stop();
        yield "";
      }
      case "sample" -> sample();
      case "rest" -> rest();
      case "end" -> end();
      default -> throw new IllegalArgumentException("no order " + order.get(0));
    };
  }

  private String prime() {
    List<NodeName> others = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      if (i != self) {
        others.add(NodeName.of(name(i)));
      }
    }
    try (TeleportConnection connection = factory.getConnection()) {
      connection.prime(others);
    }
    return "";
  }

  private String progress() {
    return "%s delivered=%d".formatted(traffic.progress(), listeners.delivered());
  }

  /** Tells what the process takes, after a collection, as figures of a soak. */
  private String sample() {
    Footprint now = Footprint.afterCollection();
    Levels levels = adapter.node().levels();
    long chunks = levels.get(Level.CHUNK_BYTES);
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.HEAP, now.heapBytes());
    figures.put(Figure.DIRECT, now.directBytes() - chunks);
    figures.put(Figure.CHUNKS, chunks);
    figures.put(Figure.RESIDENT, now.residentBytes() - chunks);
    figures.put(Figure.THREADS, (long) now.threads().size());
    figures.put(Figure.SOCKETS, (long) now.sockets());
    figures.put(Figure.SELECTORS, (long) now.selectors());
    figures.put(Figure.UNCONFIRMED, levels.get(Level.UNCONFIRMED));
    figures.put(Figure.REMEMBERED, levels.get(Level.REMEMBERED));
    figures.put(Figure.ACCOUNTS, levels.get(Level.CREDIT_ACCOUNTS));
    return figures.entrySet().stream()
        .map(entry -> "%s=%d".formatted(entry.getKey().column(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** Tells what the node has more of than it should now that all is quiet. */
  private String rest() throws InterruptedException {
    return left(leaks.atRest(adapter.node()::levels, nodes - 1, NAMES));
  }

  /** Stops the node, and tells what it leaves behind. */
  private String end() throws InterruptedException {
    Map<String, Long> left = new TreeMap<>();
    left.put("violations", counters.get(Counters.Count.PROTOCOL_VIOLATIONS));
    left.put("after_chunks", chunksAfterStop());
    container.close();
    // Nothing refers to the node any more, so its memory is garbage.
    left.putAll(leaks.afterStop());
    return left(left);
  }

  private long chunksAfterStop() {
    LocalNode node = adapter.node();
    adapter.stop();
    return node.levels().get(Level.CHUNKS_OUT);
  }

  private String left(Map<String, Long> excess) {
    return excess.entrySet().stream()
        .filter(entry -> entry.getValue() != 0)
        .map(entry -> "node%d_%s=%d".formatted(self, entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
