package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.net.Connector;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The sockets for large messages to one Erlang node that runs the teleport library. They are opened
 * when there is the first message for them, and used when all of them are open. A node without the
 * library is asked again from time to time. If one socket is lost the others are closed as soon as
 * they have nothing left to write, and the next message opens new ones.
 *
 * <p>Safe for use by any thread; {@link #offer} may block.
 */
final class BulkPool {

  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(20);

  /** Finds out where the library listens. */
  interface PortQuestion {
    /** Asks; the answer is told once, by any thread. May block. */
    void ask(Consumer<Integer> port, Consumer<TeleportException> failed);
  }

  private sealed interface State {

    /** Nobody has asked for it. */
    record Unopened() implements State {}

    /** Not to be had for now. */
    record Absent(long since) implements State {}

    /** On its way; completed with a list that is empty if there is none. */
    record Opening(CompletableFuture<List<Socket>> result) implements State {}

    /** Complete. */
    record Open(List<Socket> sockets) implements State {}

    /** Never to be opened again. */
    record Closed() implements State {}
  }

  /** One socket. */
  private final class Socket implements LinkReader {
    private final BulkSocketWriter writer = new BulkSocketWriter(handBack);
    private final Link link;

    Socket(SocketChannel channel) throws IOException {
      this.link = new Link(channel, (ended, reason) -> lost(this, reason));
    }

    /** The other side says nothing; so all there is to read is the end. */
    @Override
    public boolean read(ScatteringByteChannel channel) throws IOException {
      ByteBuffer ignored = ByteBuffer.allocate(64);
      long count = channel.read(ignored);
      if (count > 0) {
        throw new ErlangProtocolException("an answer on a socket that has none");
      }
      return count == 0;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private final NodeName node;
  private final InetAddress address;
  private final LoopGroup.Spread loops;
  private final int size;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final PortQuestion question;
  private final Consumer<OutgoingMessage> handBack;
  private final AtomicReference<State> state = new AtomicReference<>(new State.Unopened());

  /** Sockets of pools that were complete, and have something left to write; guarded by itself. */
  private final List<Socket> retired = new ArrayList<>();

  /**
   * Creates it; nothing is opened yet.
   *
   * @param address the node's
   * @param loops serve the sockets
   * @param size how many sockets
   * @param timeout how long opening them may take
   * @param handBack takes messages that were offered, and of which nothing was written; called by
   *     any thread
   */
  BulkPool(
      NodeName node,
      InetAddress address,
      LoopGroup loops,
      int size,
      Duration timeout,
      LongSupplier nanoTime,
      PortQuestion question,
      Consumer<OutgoingMessage> handBack) {
    this.node = node;
    this.address = address;
    this.loops = loops.spread();
    this.size = size;
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.question = question;
    this.handBack = handBack;
  }

  /**
   * Makes sure that it is known whether there are sockets, and that they are open if there are.
   * Blocks the first time, up to the time that opening may take.
   *
   * @return whether there are
   */
  boolean obtain() {
    State now = state.get();
    if (now instanceof State.Open) {
      return true;
    }
    boolean mayOpen =
        now instanceof State.Unopened
            || (now instanceof State.Absent absent
                && nanoTime.getAsLong() - absent.since() > ASK_AGAIN_AFTER.toNanos());
    if (mayOpen) {
      State.Opening opening = new State.Opening(new CompletableFuture<>());
      if (state.compareAndSet(now, opening)) {
        open(opening);
      }
      now = state.get();
    }
    return now instanceof State.Opening opening ? await(opening) : now instanceof State.Open;
  }

  private boolean await(State.Opening opening) {
    try {
      return !opening.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS).isEmpty();
    } catch (TimeoutException | ExecutionException e) {
      give(opening, List.of(), "no sockets within " + timeout.toMillis() + " ms (connectTimeout)");
      return state.get() instanceof State.Open;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for sockets to " + node, e);
    }
  }

  private void open(State.Opening opening) {
    try {
      question.ask(
          port -> connect(opening, new InetSocketAddress(address, port)),
          reason -> give(opening, List.of(), reason.getMessage()));
    } catch (TeleportException e) {
      give(opening, List.of(), e.getMessage());
    }
  }

  private void connect(State.Opening opening, InetSocketAddress target) {
    Gathering gathering = new Gathering(opening);
    for (int i = 0; i < size; i++) {
      var loop = loops.next();
      var unused =
          Connector.connect(
              loop,
              target,
              timeout,
              channel -> {
                try {
                  Socket socket = new Socket(channel);
                  socket.link.begin(loop, socket, socket.writer);
                  gathering.add(socket);
                } catch (IOException e) {
                  gathering.fail(target, e);
                }
              },
              e -> gathering.fail(target, e));
    }
  }

  /** Sockets of a pool that is not complete yet. */
  private final class Gathering {
    private final State.Opening opening;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean failed;

    Gathering(State.Opening opening) {
      this.opening = opening;
    }

    synchronized void add(Socket socket) {
      if (failed) {
        socket.link.close(null);
        return;
      }
      sockets.add(socket);
      if (sockets.size() == size) {
        give(opening, List.copyOf(sockets), "");
      }
    }

    synchronized void fail(InetSocketAddress target, IOException reason) {
      if (!failed) {
        failed = true;
        sockets.forEach(socket -> socket.link.close(null));
        give(opening, List.of(), target + ": " + reason.getMessage());
      }
    }
  }

  /** Ends an opening: publishes its sockets, or notes that there are none. */
  private void give(State.Opening opening, List<Socket> sockets, String why) {
    State next =
        sockets.isEmpty()
            ? new State.Absent(nanoTime.getAsLong())
            : new State.Open(List.copyOf(sockets));
    if (!state.compareAndSet(opening, next)) {
      sockets.forEach(socket -> socket.link.close(null));
    } else if (sockets.isEmpty()) {
      Log.debug(
          "TLP1442",
          "large messages to %s go by the distribution protocol: %s".formatted(node, why));
    } else {
      Log.debug("TLP1443", "%d teleport sockets to %s".formatted(sockets.size(), node));
      // One may have been lost before it was part of the pool.
      sockets.stream()
          .filter(socket -> socket.link.isClosed())
          .forEach(socket -> lost(socket, null));
    }
    opening.result().complete(state.get() instanceof State.Open open ? open.sockets() : List.of());
  }

  /**
   * Sends a message by the socket that has the least to write.
   *
   * @return false if there is none, and nothing was done
   */
  boolean offer(BulkMessage message) {
    if (!(state.get() instanceof State.Open open) || !message.fits()) {
      return false;
    }
    Socket best = open.sockets().get(0);
    for (Socket socket : open.sockets()) {
      if (socket.writer.backlog() < best.writer.backlog()) {
        best = socket;
      }
    }
    Socket chosen = best;
    if (message.message().supply() != null) {
      message.message().supply().whenSupplied(chosen.link::flush);
    }
    if (!chosen.writer.offer(message)) {
      return false;
    }
    chosen.link.flush();
    return true;
  }

  /** A socket is closed. Called on its loop, or by who found it closed. */
  private void lost(Socket socket, Throwable reason) {
    State now = state.get();
    if (now instanceof State.Open open && open.sockets().contains(socket)) {
      if (state.compareAndSet(now, new State.Unopened())) {
        Log.limited("TLP1444", "a teleport socket to " + node + " was lost", reason);
        retire(open.sockets());
      }
    }
    synchronized (retired) {
      retired.remove(socket);
    }
  }

  private void retire(List<Socket> sockets) {
    synchronized (retired) {
      sockets.stream().filter(socket -> !socket.link.isClosed()).forEach(retired::add);
    }
    closeIdle();
  }

  /** Closes sockets that are used no more as soon as they have nothing to write. */
  void closeIdle() {
    List<Socket> idle = new ArrayList<>();
    synchronized (retired) {
      retired.stream().filter(socket -> socket.writer.retire()).forEach(idle::add);
      retired.removeAll(idle);
    }
    idle.forEach(socket -> socket.link.close(null));
  }

  /** Returns whether nothing waits for leaving. */
  boolean isEmpty() {
    List<Socket> all = new ArrayList<>();
    synchronized (retired) {
      all.addAll(retired);
    }
    if (state.get() instanceof State.Open open) {
      all.addAll(open.sockets());
    }
    return all.stream().allMatch(socket -> socket.writer.backlog() == 0);
  }

  /** Closes all sockets for ever; what they have not begun to write is handed back. */
  void close() {
    State last = state.getAndSet(new State.Closed());
    if (last instanceof State.Opening opening) {
      opening.result().complete(List.of());
    } else if (last instanceof State.Open open) {
      open.sockets().forEach(socket -> socket.link.close(null));
    }
    List<Socket> rest;
    synchronized (retired) {
      rest = List.copyOf(retired);
      retired.clear();
    }
    rest.forEach(socket -> socket.link.close(null));
  }
}
