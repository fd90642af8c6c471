package io.teleport.bench.wire;

import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.adapter.outbound.TeleportManagedConnectionFactory;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.node.ListenerEndpoints;
import io.teleport.node.PlainEndpoint;
import io.teleport.node.SmallestContainer;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * This project: the resource adapter with its defaults, in the smallest container; messages leave
 * through the public API and arrive at message-driven beans.
 */
public final class TeleportWire implements Wire {

  private final int self;
  private final int[] ports;
  private final SmallestContainer container = new SmallestContainer();
  private final TeleportResourceAdapter adapter = new TeleportResourceAdapter();
  private final Wire application;
  private IntStream peers;
  private TeleportConnectionFactory factory;

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param ports of all nodes
   */
  public TeleportWire(int self, int[] ports) {
    this(self, ports, SendOptions.DEFAULT);
  }

  /** Sets up a node whose messages are sent with best effort. */
  public static TeleportWire bestEffort(int self, int[] ports) {
    return new TeleportWire(self, ports, SendOptions.BEST_EFFORT);
  }

  private TeleportWire(int self, int[] ports, SendOptions options) {
    this.self = self;
    this.ports = ports.clone();
    this.peers = IntStream.range(0, ports.length);
    this.application =
        new ConnectionWire(
            self, ports.length, new PerThread(() -> factory.getConnection()), options);
  }

  /**
   * Sets up a node among Erlang nodes: those with even numbers.
   *
   * @param epmdPort where EPMD listens on this host
   */
  public static TeleportWire mixed(int self, int[] ports, int epmdPort) {
    TeleportWire wire = new TeleportWire(self, ports);
    wire.adapter.setErlang("true");
    wire.adapter.setEpmdPort(Integer.toString(epmdPort));
    wire.peers = IntStream.range(0, ports.length).filter(node -> node % 2 != 0);
    return wire;
  }

  @Override
  public void start(Consumer<Parcel> receiver, Supplier<StreamSink> sinks)
      throws ResourceException {
    adapter.setNodeName(ConnectionWire.nodeName(self));
    adapter.setCookie("bench");
    adapter.setBindAddress("127.0.0.1");
    adapter.setPort(Integer.toString(ports[self]));
    adapter.setPeers(
        peers
            .filter(node -> node != self)
            .mapToObj(node -> ConnectionWire.nodeName(node) + "=127.0.0.1:" + ports[node])
            .collect(Collectors.joining(",")));
    adapter.start(container);
    TeleportManagedConnectionFactory managed = new TeleportManagedConnectionFactory();
    managed.setResourceAdapter(adapter);
    factory = (TeleportConnectionFactory) managed.createConnectionFactory();
    activate(
        new ListenerEndpoints(
            ConnectionWire.NAME, ParcelEndpoint.class, () -> new ParcelEndpoint(receiver)));
    activate(new ListenerEndpoints(ConnectionWire.ECHO, EchoEndpoint.class, EchoEndpoint::new));
    activate(
        new ListenerEndpoints(
            ConnectionWire.STREAM, StreamEndpoint.class, () -> new StreamEndpoint(sinks)));
  }

  private void activate(ListenerEndpoints endpoints) throws ResourceException {
    TeleportActivationSpec spec = new TeleportActivationSpec();
    spec.setName(endpoints.name());
    adapter.endpointActivation(endpoints, spec);
  }

  @Override
  public void prime() {
    application.prime();
  }

  @Override
  public Body body(ByteBuffer bytes) {
    return application.body(bytes);
  }

  @Override
  public void send(int node, Parcel parcel) {
    application.send(node, parcel);
  }

  @Override
  public void sendStream(int node, ReadableByteChannel body, long size) {
    application.sendStream(node, body, size);
  }

  @Override
  public void flush() {
    application.flush();
  }

  @Override
  public int call(int node, byte[] request) {
    return application.call(node, request);
  }

  @Override
  public void close() {
    adapter.stop();
    container.close();
  }

  /** A connection for each thread that sends, as the interface advises. */
  private static final class PerThread implements Connections {

    private final ThreadLocal<TeleportConnection> connections;

    PerThread(Supplier<TeleportConnection> source) {
      connections = ThreadLocal.withInitial(source);
    }

    @Override
    public TeleportConnection take() {
      return connections.get();
    }

    @Override
    public void giveBack(TeleportConnection connection) {
      // stays with the thread
    }
  }

  /** The bean that takes parcels. */
  private static final class ParcelEndpoint extends PlainEndpoint
      implements TeleportMessageListener {

    private final Consumer<Parcel> receiver;

    ParcelEndpoint(Consumer<Parcel> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void onMessage(TeleportMessage message) {
      receiver.accept(ParcelMessage.read(message));
    }
  }

  /** The bean that reads bodies while they arrive. */
  private static final class StreamEndpoint extends PlainEndpoint
      implements TeleportMessageListener {

    private final Supplier<StreamSink> sinks;

    StreamEndpoint(Supplier<StreamSink> sinks) {
      this.sinks = sinks;
    }

    @Override
    public void onMessage(TeleportMessage message) throws IOException {
      ParcelMessage.readStream(message, sinks.get());
    }
  }

  /** The bean that answers calls with what it was sent. */
  private static final class EchoEndpoint extends PlainEndpoint implements TeleportRequestListener {

    @Override
    public Object onRequest(TeleportMessage message) {
      return message.payload();
    }
  }
}
