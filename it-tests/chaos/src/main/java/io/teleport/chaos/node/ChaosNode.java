package io.teleport.chaos.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.adapter.outbound.TeleportManagedConnectionFactory;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.chaos.account.Journal;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters;
import io.teleport.node.ListenerEndpoints;
import io.teleport.node.Orders;
import io.teleport.node.SmallestContainer;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * A node, a process of its own, which takes {@link Orders}: {@code prime}, {@code start MESSAGES},
 * {@code progress}, {@code stop} and {@code end}.
 *
 * <p>Arguments: the index of this node, how often it was restarted, the seed, whether nodes are
 * killed, the file of the journal, the port to listen on, and for each node where this one reaches
 * it.
 */
public final class ChaosNode {

  private static final String LISTENER = "letters";
  private static final String ANSWERER = "requests";

  private final int self;
  private final int nodes;
  private final Journal journal;
  private final TeleportResourceAdapter adapter = new TeleportResourceAdapter();
  private final SmallestContainer container = new SmallestContainer();
  private final Listeners listeners;
  private final Traffic traffic;
  private final TeleportConnectionFactory factory;
  private final Counters counters;
  private final int socketsBefore;

  private ChaosNode(List<String> arguments) throws IOException, ResourceException {
    // With the first socket the JDK opens one for its own purposes, which stays.
    SocketChannel.open().close();
    socketsBefore = sockets();
    self = Integer.parseInt(arguments.get(0));
    int life = Integer.parseInt(arguments.get(1));
    long seed = Long.parseLong(arguments.get(2));
    boolean kills = Boolean.parseBoolean(arguments.get(3));
    journal = Journal.create(Path.of(arguments.get(4)));
    List<String> ports = arguments.subList(6, arguments.size());
    nodes = ports.size();
    listeners = new Listeners(journal);
    configure(arguments.get(5), ports);
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
            new Bodies(),
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
  private void configure(String port, List<String> ports) {
    StringJoiner peers = new StringJoiner(",");
    for (int i = 0; i < nodes; i++) {
      if (i != self) {
        peers.add(name(i) + "=127.0.0.1:" + ports.get(i));
      }
    }
    adapter.setNodeName(name(self));
    adapter.setCookie("chaos");
    adapter.setBindAddress("127.0.0.1");
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
        traffic.start(Long.parseLong(order.get(1)));
        yield "";
      }
      case "progress" -> progress();
      case "stop" -> {
        traffic.stop();
        yield "";
      }
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

  /** Stops the node, and tells what it leaves behind. */
  private String end() throws InterruptedException {
    LocalNode node = adapter.node();
    int chunks = node.memory().chunksOut();
    adapter.stop();
    container.close();
    return "violations=%d chunks=%d chunks_after=%d sockets_after=%d"
        .formatted(
            counters.get(Counters.Count.PROTOCOL_VIOLATIONS),
            chunks,
            node.memory().chunksOut(),
            sockets() - socketsBefore);
  }

  /** Returns how many sockets this process has, as far as the system tells. */
  private static int sockets() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return (int) files.filter(ChaosNode::isSocket).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
