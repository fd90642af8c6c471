package io.teleport.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The limit of the machine: blocking sockets, several per pair of nodes and direction, direct
 * buffers that are used again, a length before each message, no codec.
 *
 * <p>A thread per socket reads. Bodies are read straight into a buffer of their own, and handed to
 * another thread, so that reading goes on while a message is passed on; small messages, and calls,
 * are served by the thread that read them. A caller has a socket for itself, the least that a round
 * trip can cost. One-way small messages are collected per sending thread until {@value
 * #SMALL_BATCH} bytes are together.
 */
public final class RawWire implements Wire {

  private static final int BULK_SOCKETS = 4;
  private static final int SMALL_BATCH = 64 * 1024;

  /** Parcels with more bytes travel on the sockets for large ones. */
  private static final int LARGEST_SMALL = 16 * 1024;

  private final int self;
  private final int[] ports;
  private final ServerSocketChannel listener;
  private final ThreadFactory threads =
      task -> {
        Thread thread = new Thread(task, "raw");
        thread.setDaemon(true);
        return thread;
      };
  private final ExecutorService handlers = Executors.newCachedThreadPool(threads);
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private final RawBuffers buffers = new RawBuffers();
  private final AtomicInteger next = new AtomicInteger();
  private final List<List<RawSocket>> bulk = new ArrayList<>();
  private final List<Deque<RawSocket>> callSockets = new ArrayList<>();
  private final List<RawSocket> shared = new ArrayList<>();
  private final ThreadLocal<RawSocket[]> small;

  /**
   * Sets up a node.
   *
   * @param self index of this node
   * @param ports of all nodes
   * @throws IOException if its port is taken
   */
  public RawWire(int self, int[] ports) throws IOException {
    this.self = self;
    this.ports = ports.clone();
    this.small = ThreadLocal.withInitial(() -> new RawSocket[ports.length]);
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[self]), 256);
    for (int i = 0; i < ports.length; i++) {
      bulk.add(new CopyOnWriteArrayList<>());
      callSockets.add(new ConcurrentLinkedDeque<>());
    }
  }

  @Override
  public void start(Consumer<Parcel> receiver, Supplier<StreamSink> streams) {
    threads.newThread(() -> accept(receiver, streams)).start();
  }

  private void accept(Consumer<Parcel> receiver, Supplier<StreamSink> streams) {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        open.add(channel);
        RawReader reader = new RawReader(channel, buffers, handlers, receiver, streams);
        threads.newThread(() -> read(reader)).start();
      }
    } catch (AsynchronousCloseException e) {
      // the node ends
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot accept", e);
    }
  }

  private static void read(RawReader reader) {
    try {
      reader.run();
    } catch (EOFException | AsynchronousCloseException e) {
      // one of the two nodes ends
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read", e);
    }
  }

  @Override
  public void prime() {
    for (int node = 0; node < ports.length; node++) {
      shared.add(node == self ? null : connect(node));
      while (node != self && bulk.get(node).size() < BULK_SOCKETS) {
        bulk.get(node).add(connect(node));
      }
    }
  }

  private RawSocket connect(int node) {
    try {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[node]));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      open.add(channel);
      return new RawSocket(channel, SMALL_BATCH);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to node " + node, e);
    }
  }

  @Override
  public Body body(ByteBuffer bytes) {
    return new RawBody(bytes, null);
  }

  @Override
  public void send(int node, Parcel parcel) {
    try {
      if (parcel.kind() == Parcel.Kind.SMALL) {
        smallSocket(node).collect(parcel);
      } else if (parcel.body().size() > LARGEST_SMALL) {
        List<RawSocket> sockets = bulk.get(node);
        sockets.get(Math.floorMod(next.getAndIncrement(), sockets.size())).send(parcel);
      } else {
        shared.get(node).sendNow(parcel);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send to node " + node, e);
    }
  }

  @Override
  public void sendStream(int node, ReadableByteChannel body, long size) {
    try {
      connect(node).stream(body, size);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send to node " + node, e);
    }
  }

  private RawSocket smallSocket(int node) {
    RawSocket[] mine = small.get();
    if (mine[node] == null) {
      mine[node] = connect(node);
    }
    return mine[node];
  }

  @Override
  public void flush() {
    try {
      for (RawSocket socket : small.get()) {
        if (socket != null) {
          socket.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot flush", e);
    }
  }

  @Override
  public int call(int node, byte[] request) {
    RawSocket socket = callSockets.get(node).pollFirst();
    if (socket == null) {
      socket = connect(node);
    }
    try {
      int size = socket.call(request);
      callSockets.get(node).addFirst(socket);
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot call node " + node, e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    handlers.shutdownNow();
  }
}
