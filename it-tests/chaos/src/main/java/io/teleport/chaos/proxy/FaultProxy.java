package io.teleport.chaos.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Listens for one node in place of another, passes on what comes, and breaks it when told to. Safe
 * for use by any thread.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int CONNECT_MILLIS = 2000;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final ScheduledExecutorService timer;

  /** Faults for connections that are still to come; guarded by itself. */
  private final Queue<Fault> pending = new ArrayDeque<>();

  /** Faults so far; guarded by itself. */
  private final Map<Fault.Kind, Integer> done = new EnumMap<>(Fault.Kind.class);

  private volatile boolean closed;

  /** Does something later. */
  @FunctionalInterface
  interface Later {
    /** Runs a task after a time, unless the proxy is closed before. */
    void run(Runnable task, Duration delay);
  }

  /**
   * Begins to listen.
   *
   * @param port where, on the loopback interface; 0 for any
   * @param targetPort where the node listens, there, too
   */
  public FaultProxy(int port, int targetPort) throws IOException {
    this(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
  }

  /**
   * Begins to listen.
   *
   * @param address where; port 0 for any
   * @param target where the node listens
   */
  public FaultProxy(InetSocketAddress address, InetSocketAddress target) throws IOException {
    this.target = target;
    listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(address);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "proxy timer");
              thread.setDaemon(true);
              return thread;
            });
    Thread acceptor = new Thread(this::accept, "proxy acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Returns the port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // Closed by the one side or the other before it was a connection: they will try again.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void connect(Socket opener) throws IOException {
    Socket onward = new Socket();
    try {
      onward.connect(target, CONNECT_MILLIS);
    } catch (IOException e) {
      // The node is not there.
      onward.close();
      opener.setSoLinger(true, 0);
      opener.close();
      return;
    }
    opener.setTcpNoDelay(true);
    onward.setTcpNoDelay(true);
    Connection connection =
        new Connection(numbers.incrementAndGet(), opener, onward, connections::remove);
    connections.add(connection);
    Fault first;
    synchronized (pending) {
      first = pending.poll();
    }
    if (first != null) {
      inflict(connection, first);
    }
    connection.start();
  }

  private void inflict(Connection connection, Fault fault) {
    synchronized (done) {
      done.merge(fault.kind(), 1, Integer::sum);
    }
    connection.suffer(fault, this::later);
  }

  /** Returns how many faults of each kind were done to a socket. */
  public Map<Fault.Kind, Integer> done() {
    synchronized (done) {
      return new EnumMap<>(done);
    }
  }

  private void later(Runnable task, Duration delay) {
    if (!closed) {
      var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Does something to one socket.
   *
   * @param choice from 0 to 1, which of those that there are, by age
   * @return whether there was one
   */
  public boolean harm(Fault fault, double choice) {
    List<Connection> living =
        connections.stream().sorted(Comparator.comparingLong(Connection::number)).toList();
    if (living.isEmpty()) {
      return false;
    }
    int index = Math.min(living.size() - 1, (int) (choice * living.size()));
    inflict(living.get(index), fault);
    return true;
  }

  /** Does something to the next socket that is opened, while its handshake is under way. */
  public void harmNext(Fault fault) {
    synchronized (pending) {
      pending.add(fault);
    }
  }

  /** Ends all faults. Sockets that swallowed something are reset. */
  public void heal() {
    synchronized (pending) {
      pending.clear();
    }
    connections.forEach(Connection::heal);
  }

  /** Returns how many sockets there are. */
  public int size() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    timer.shutdownNow();
    List.copyOf(connections).forEach(Connection::reset);
  }
}
