package io.teleport.bench.wire;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an application does to reach other nodes: it sends through connections of the public API.
 * What it receives comes to its message-driven beans, of the names {@link #NAME}, {@link #ECHO} and
 * {@link #STREAM}.
 */
public final class ConnectionWire implements Wire {

  /** Where parcels are sent to. */
  public static final String NAME = "bench";

  /** Where calls are sent to, to be answered with what they brought. */
  public static final String ECHO = "echo";

  /** Where bodies are sent to that are read while they arrive. */
  public static final String STREAM = "stream";

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final int self;
  private final Connections connections;
  private final SendOptions options;
  private final List<Address> addresses = new ArrayList<>();
  private final List<Address> echoes = new ArrayList<>();
  private final List<Address> streams = new ArrayList<>();

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param nodes how many there are
   * @param connections where it gets its connections from
   */
  public ConnectionWire(int self, int nodes, Connections connections) {
    this(self, nodes, connections, SendOptions.DEFAULT);
  }

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param nodes how many there are
   * @param connections where it gets its connections from
   * @param options how parcels are sent
   */
  ConnectionWire(int self, int nodes, Connections connections, SendOptions options) {
    this.self = self;
    this.connections = connections;
    this.options = options;
    for (int i = 0; i < nodes; i++) {
      addresses.add(Address.of(NAME, nodeName(i)));
      echoes.add(Address.of(ECHO, nodeName(i)));
      streams.add(Address.of(STREAM, nodeName(i)));
    }
  }

  /** Returns the part of a node's name before the {@code @}. */
  public static String alive(int node) {
    return "bench" + node;
  }

  /** Returns the name of a node. */
  public static String nodeName(int node) {
    return alive(node) + "@127.0.0.1";
  }

  @Override
  public void start(Consumer<Parcel> receiver, Supplier<StreamSink> sinks) {
    // the container delivers to the beans
  }

  @Override
  public void prime() {
    List<NodeName> others = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      if (i != self) {
        others.add(NodeName.of(nodeName(i)));
      }
    }
    TeleportConnection connection = connections.take();
    try {
      connection.prime(others);
    } finally {
      connections.giveBack(connection);
    }
  }

  @Override
  public Body body(ByteBuffer bytes) {
    return new BinaryBody(Binary.of(bytes));
  }

  @Override
  public void send(int node, Parcel parcel) {
    TeleportConnection connection = connections.take();
    try {
      connection.send(addresses.get(node), ParcelMessage.of(parcel), options);
    } finally {
      connections.giveBack(connection);
    }
  }

  @Override
  public void sendStream(int node, ReadableByteChannel body, long size) {
    TeleportConnection connection = connections.take();
    try {
      connection.send(streams.get(node), Binary.ofChannel(body, size));
    } finally {
      connections.giveBack(connection);
    }
  }

  @Override
  public void flush() {
    // what was sent leaves by itself
  }

  @Override
  public int call(int node, byte[] request) {
    TeleportConnection connection = connections.take();
    try {
      Term answer = connection.call(echoes.get(node), Binary.wrap(request), TIMEOUT);
      return (int) ((Binary) answer).size();
    } finally {
      connections.giveBack(connection);
    }
  }

  @Override
  public void close() {
    // the node is the container's
  }
}
