package io.teleport.bench.wire;

import io.teleport.Address;
import io.teleport.NodeName;
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
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * This project: the resource adapter with its defaults, in the smallest container; messages leave
 * through the public API and arrive at message-driven beans.
 */
public final class TeleportWire implements Wire {

  private static final String NAME = "bench";
  private static final String ECHO = "echo";
  private static final String STREAM = "stream";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final int self;
  private final int[] ports;
  private final SmallestContainer container = new SmallestContainer();
  private final TeleportResourceAdapter adapter = new TeleportResourceAdapter();
  private final List<Address> addresses = new ArrayList<>();
  private final List<Address> echoes = new ArrayList<>();
  private final List<Address> streams = new ArrayList<>();
  private TeleportConnectionFactory factory;

  /** A connection for each thread that sends, as the interface advises. */
  private final ThreadLocal<TeleportConnection> connections =
      ThreadLocal.withInitial(() -> factory.getConnection());

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param ports of all nodes
   */
  public TeleportWire(int self, int[] ports) {
    this.self = self;
    this.ports = ports.clone();
    for (int i = 0; i < ports.length; i++) {
      addresses.add(Address.of(NAME, nodeName(i)));
      echoes.add(Address.of(ECHO, nodeName(i)));
      streams.add(Address.of(STREAM, nodeName(i)));
    }
  }

  private static String nodeName(int node) {
    return "bench" + node + "@127.0.0.1";
  }

  @Override
  public void start(Consumer<Parcel> receiver, Supplier<StreamSink> sinks)
      throws ResourceException {
    adapter.setNodeName(nodeName(self));
    adapter.setCookie("bench");
    adapter.setBindAddress("127.0.0.1");
    adapter.setPort(Integer.toString(ports[self]));
    StringJoiner peers = new StringJoiner(",");
    for (int i = 0; i < ports.length; i++) {
      if (i != self) {
        peers.add(nodeName(i) + "=127.0.0.1:" + ports[i]);
      }
    }
    adapter.setPeers(peers.toString());
    adapter.start(container);
    TeleportManagedConnectionFactory managed = new TeleportManagedConnectionFactory();
    managed.setResourceAdapter(adapter);
    factory = (TeleportConnectionFactory) managed.createConnectionFactory();
    activate(
        NAME,
        new ListenerEndpoints(NAME, ParcelEndpoint.class, () -> new ParcelEndpoint(receiver)));
    activate(ECHO, new ListenerEndpoints(ECHO, EchoEndpoint.class, EchoEndpoint::new));
    activate(
        STREAM,
        new ListenerEndpoints(STREAM, StreamEndpoint.class, () -> new StreamEndpoint(sinks)));
  }

  private void activate(String name, MessageEndpointFactory endpoints) throws ResourceException {
    TeleportActivationSpec spec = new TeleportActivationSpec();
    spec.setName(name);
    adapter.endpointActivation(endpoints, spec);
  }

  @Override
  public void prime() {
    List<NodeName> others = new ArrayList<>();
    for (int i = 0; i < ports.length; i++) {
      if (i != self) {
        others.add(NodeName.of(nodeName(i)));
      }
    }
    try (TeleportConnection connection = factory.getConnection()) {
      connection.prime(others);
    }
  }

  @Override
  public Body body(ByteBuffer bytes) {
    return new BinaryBody(Binary.of(bytes));
  }

  @Override
  public void send(int node, Parcel parcel) {
    Tuple message =
        Tuple.of(
            IntegerTerm.of(parcel.kind().code()),
            IntegerTerm.of(parcel.origin()),
            IntegerTerm.of(parcel.sender()),
            IntegerTerm.of(parcel.hops()),
            IntegerTerm.of(parcel.value()),
            ((BinaryBody) parcel.body()).binary());
    connections.get().send(addresses.get(node), message);
  }

  @Override
  public void sendStream(int node, ReadableByteChannel body, long size) {
    connections.get().send(streams.get(node), Binary.ofChannel(body, size));
  }

  @Override
  public void flush() {
    // what was sent leaves by itself
  }

  @Override
  public int call(int node, byte[] request) {
    Term answer = connections.get().call(echoes.get(node), Binary.wrap(request), TIMEOUT);
    return (int) ((Binary) answer).size();
  }

  @Override
  public void close() {
    adapter.stop();
    container.close();
  }

  /**
   * The body of a parcel as a binary.
   *
   * @param binary the bytes
   */
  private record BinaryBody(Binary binary) implements Body {

    @Override
    public int size() {
      return (int) binary.size();
    }

    @Override
    public long checksum() {
      return Checksum.of(binary);
    }

    @Override
    public void close() {
      // the listener's return gives the memory back
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
      Tuple parts = (Tuple) message.payload();
      receiver.accept(
          new Parcel(
              Parcel.Kind.of(number(parts, 0)),
              number(parts, 1),
              number(parts, 2),
              number(parts, 3),
              ((IntegerTerm) parts.get(4)).longValue(),
              new BinaryBody((Binary) parts.get(5))));
    }

    private static int number(Tuple parts, int index) {
      return ((IntegerTerm) parts.get(index)).intValue();
    }
  }

  /** The bean that reads bodies while they arrive. */
  private static final class StreamEndpoint extends PlainEndpoint
      implements TeleportMessageListener {

    private static final int BLOCK = 256 * 1024;

    private final Supplier<StreamSink> sinks;

    StreamEndpoint(Supplier<StreamSink> sinks) {
      this.sinks = sinks;
    }

    @Override
    public void onMessage(TeleportMessage message) throws IOException {
      StreamSink sink = sinks.get();
      byte[] block = new byte[BLOCK];
      try (InputStream in = message.body()) {
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
          sink.accept(ByteBuffer.wrap(block, 0, count));
        }
      }
      sink.end();
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
