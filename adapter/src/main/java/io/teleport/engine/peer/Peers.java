package io.teleport.engine.peer;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.Acceptor;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * All remote nodes: listens for those that connect, opens pools to those that are sent to. Safe for
 * use by any number of threads; methods that block say so.
 */
public final class Peers {

  private static final int MAX_PEERS = 10_000;

  private final Surroundings surroundings;
  private final BiFunction<NodeName, InetSocketAddress, InetSocketAddress> discovery;
  private final Map<NodeName, Peer> peers = new ConcurrentHashMap<>();
  private final Acceptance acceptance;
  private final Acceptor acceptor;

  /** Pools that are being opened; changed on the small loop. */
  private final Set<PoolOpening> openings = ConcurrentHashMap.newKeySet();

  /** Likewise, addresses at which nodes are looked for. */
  private final Set<AddressCheck> checks = ConcurrentHashMap.newKeySet();

  private volatile boolean closing;

  /**
   * Begins to listen.
   *
   * @param listenAt the address and port; port 0 for any
   * @param smallLoop serves the listening socket, handshakes, and the control and small lanes
   * @param bulkLoops serve the bulk lanes
   * @param memory for received large messages
   * @param sink takes what arrives
   * @param executor runs what may block for a moment
   * @param discovery says where a node listens, given where it was heard from (or null); may block
   * @throws IOException if the address cannot be bound
   */
  public Peers(
      PeerSettings settings,
      InetSocketAddress listenAt,
      Loop smallLoop,
      LoopGroup bulkLoops,
      ChunkPool memory,
      MessageSink sink,
      Executor executor,
      Counters counters,
      RandomGenerator random,
      BiFunction<NodeName, InetSocketAddress, InetSocketAddress> discovery)
      throws IOException {
    this.surroundings =
        new Surroundings(
            settings,
            smallLoop,
            bulkLoops,
            memory,
            new TermDecoder(settings.terms()),
            sink,
            executor,
            counters,
            random);
    this.discovery = discovery;
    this.acceptance = new Acceptance(surroundings, this::peer, this::checkAddress);
    this.acceptor = new Acceptor(smallLoop, listenAt, acceptance::accept);
    acceptance.listeningAt(acceptor.listeningAt().getPort());
  }

  /**
   * Sets who takes accepted sockets whose first frame begins with 131, as terms of Erlang do and no
   * frame of ours.
   *
   * @param taker given the socket, which belongs to it, and the bytes that were read; called on the
   *     small loop
   */
  public void giveForeignTo(BiConsumer<SocketChannel, ByteBuffer> taker) {
    acceptance.giveForeignTo(taker);
  }

  /** Returns where the node listens. */
  public InetSocketAddress listeningAt() {
    return acceptor.listeningAt();
  }

  /**
   * Accepts a message for sending, opening a pool if need be. When this returns, the message's
   * outcome will be told; when it throws, it will not, and the payload is still the caller's.
   * Blocks.
   *
   * @return what is left for the calling thread to do, which may block, too: reading the stream
   *     that the message ends with; if that fails, the message is aborted
   * @see io.teleport.TeleportConnection for the exceptions
   */
  public Runnable send(NodeName node, Outbound message) {
    long deadline = deadline();
    while (true) {
      Association association = obtain(node, deadline);
      try {
        return association.sender().send(message);
      } catch (SessionClosedException e) {
        Log.debug("TLP1230", node + " went down under a message; trying again");
      }
    }
  }

  /**
   * Opens the pools of nodes that have none. Blocks.
   *
   * @throws NodeDownException if a node cannot be reached in time
   * @throws AuthenticationException if a node has another cookie
   */
  public void connect(Collection<NodeName> nodes) {
    long deadline = deadline();
    nodes.forEach(node -> obtain(node, deadline));
  }

  /**
   * Opens the pools of nodes that have none, and makes sure that no node counts as up merely for
   * the time of {@code retention} while its process is most probably gone. Blocks.
   *
   * @throws NodeDownException if a node cannot be reached in time, or nobody listens any more where
   *     it was reached before
   * @throws AuthenticationException if a node has another cookie
   */
  public void requireReachable(Collection<NodeName> nodes) {
    long deadline = deadline();
    for (NodeName node : nodes) {
      Association association = obtain(node, deadline);
      if (association.isRefused()) {
        throw new NodeDownException(association.sender().unreachable());
      }
    }
  }

  /**
   * Opens the pools of nodes and takes their sockets through a round trip. Blocks.
   *
   * @throws NodeDownException if a node cannot be reached in time
   * @throws AuthenticationException if a node has another cookie
   */
  public void prime(Collection<NodeName> nodes) {
    long deadline = deadline();
    TeleportException failure = null;
    for (NodeName node : nodes) {
      try {
        awaitPing(node, deadline);
      } catch (NodeDownException | AuthenticationException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns whether a node answers in time. Blocks. */
  public boolean ping(NodeName node) {
    try {
      awaitPing(node, deadline());
      return true;
    } catch (NodeDownException | AuthenticationException e) {
      Log.debug("TLP1231", "ping of " + node + ": " + e.getMessage());
      return false;
    }
  }

  private void awaitPing(NodeName node, long deadline) {
    CompletableFuture<Void> pong = obtainPool(node, deadline).ping();
    try {
      pong.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new NodeDownException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new NodeDownException(node + " did not answer a ping in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for " + node, e);
    }
  }

  /** Returns the nodes that are up. */
  public Set<NodeName> nodes() {
    Set<NodeName> up = new TreeSet<>();
    for (Peer peer : peers.values()) {
      if (peer.isUp()) {
        up.add(peer.name());
      }
    }
    return up;
  }

  /** Adds what is held for other nodes. */
  public void measure(Levels levels) {
    levels.add(Level.PEERS, peers.size());
    levels.add(Level.OPENINGS, (long) openings.size() + checks.size() + acceptance.size());
    for (Peer peer : peers.values()) {
      Association association = peer.association();
      if (association != null) {
        association.measure(levels);
      }
    }
  }

  private long deadline() {
    return System.nanoTime() + surroundings.settings().connectTimeout().toNanos();
  }

  private Association obtain(NodeName node, long deadline) {
    if (closing) {
      throw stopping();
    }
    return peer(node).obtain(deadline);
  }

  private Pool obtainPool(NodeName node, long deadline) {
    if (closing) {
      throw stopping();
    }
    return peer(node).obtainPool(deadline);
  }

  private Peer peer(NodeName node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      if (peers.size() >= MAX_PEERS) {
        peers.values().removeIf(Peer::isForgettable);
      }
      peer = peers.computeIfAbsent(node, name -> createPeer(name));
    }
    return peer;
  }

  private Peer createPeer(NodeName node) {
    Loop loop = surroundings.smallLoop();
    return new Peer(node, surroundings, loop::after, loop.nanoTime(), this::open, () -> closing);
  }

  private void open(Peer.Opening opening) {
    Peer peer = opening.peer();
    InetSocketAddress address = discovery.apply(peer.name(), peer.heardFrom());
    PoolOpening[] pool = new PoolOpening[1];
    PoolOpening.Result result =
        new PoolOpening.Result() {
          @Override
          public void opened(Pool complete) {
            openings.remove(pool[0]);
            opening.result().opened(complete);
          }

          @Override
          public void failed(TeleportException reason) {
            openings.remove(pool[0]);
            opening.result().failed(reason);
          }
        };
    pool[0] =
        new PoolOpening(
            surroundings,
            peer.name(),
            address,
            acceptor.listeningAt().getPort(),
            result,
            peer::associate);
    surroundings.smallLoop().execute(() -> begin(pool[0]));
  }

  private void begin(PoolOpening pool) {
    if (closing) {
      pool.failed(stopping());
    } else {
      openings.add(pool);
      pool.begin();
    }
  }

  /** A node has opened a pool: looks whether it could be reached, too, if that is not known. */
  private void checkAddress(Peer peer) {
    Association association = peer.association();
    if (association.wasReached()) {
      return;
    }
    try {
      // To find the address may take a while.
      surroundings.executor().execute(() -> checkAddress(peer, association));
    } catch (RejectedExecutionException e) {
      Log.debug("TLP1225", "nobody has time to look whether " + peer.name() + " can be reached");
    }
  }

  private void checkAddress(Peer peer, Association association) {
    InetSocketAddress address;
    try {
      address = discovery.apply(peer.name(), peer.heardFrom());
    } catch (RuntimeException e) {
      Log.debug("TLP1226", "it is not known where " + peer.name() + " listens: " + e.getMessage());
      return;
    }
    AddressCheck check =
        new AddressCheck(
            surroundings, association, address, acceptor.listeningAt().getPort(), checks::remove);
    surroundings
        .smallLoop()
        .execute(
            () -> {
              if (!closing) {
                checks.add(check);
                check.begin();
              }
            });
  }

  private NodeDownException stopping() {
    return new NodeDownException(
        "the local node " + surroundings.settings().name() + " is stopping");
  }

  // ------------------------------------------------------------------ the end

  /** Gives the port back, before anything else has begun. */
  public void stopListening() {
    acceptor.close();
  }

  /**
   * Leaves in good order: listens no more, waits until the peers have confirmed what they were
   * sent, says goodbye, closes everything. Blocks.
   *
   * @return how many messages were not confirmed in time
   */
  public int close(Duration timeout) throws InterruptedException {
    closing = true;
    acceptor.close();
    try {
      return leave(timeout);
    } catch (InterruptedException e) {
      cut();
      throw e;
    }
  }

  private int leave(Duration timeout) throws InterruptedException {
    surroundings.smallLoop().runAndWait(this::closeOpenings);
    acceptance.close();
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Association> associations =
        peers.values().stream().map(Peer::association).filter(Objects::nonNull).toList();
    associations.forEach(Association::beginLeaving);
    int unconfirmed = 0;
    for (Association association : associations) {
      unconfirmed += association.awaitConfirmed(deadline);
    }
    List<Pool> pools =
        associations.stream().flatMap(association -> association.pools().stream()).toList();
    associations.forEach(association -> association.sayGoodbye("the node is stopping"));
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (Pool pool : pools) {
      pool.awaitEnd(last);
    }
    endAll(() -> {});
    return unconfirmed;
  }

  /**
   * Ends all associations, and waits until nothing moves on their sockets any more and all outcomes
   * are told: the loops that tell them may be ended then. Blocks for a moment.
   *
   * @param first what is to be done on the small loop before that
   */
  private void endAll(Runnable first) throws InterruptedException {
    // The loop may get to it only after it was waited for in vain.
    Queue<Pool> moving = new ConcurrentLinkedQueue<>();
    surroundings
        .smallLoop()
        .runAndWait(
            () -> {
              first.run();
              for (Peer peer : peers.values()) {
                Association association = peer.association();
                if (association != null) {
                  moving.addAll(association.moving());
                  association.end("the node is stopping");
                }
              }
            });
    for (Pool pool : moving) {
      pool.awaitEnd(System.nanoTime());
    }
    surroundings.smallLoop().runAndWait(() -> {});
  }

  /**
   * Gives up the pools that are being opened, and what goes with them. Called on the small loop.
   */
  private void closeOpenings() {
    List.copyOf(openings).forEach(pool -> pool.failed(stopping()));
    List.copyOf(checks).forEach(AddressCheck::end);
  }

  /**
   * Closes everything without a goodbye, so that nobody waits for this node, here or elsewhere.
   * Blocks for a moment.
   */
  public void cut() throws InterruptedException {
    closing = true;
    acceptor.close();
    endAll(
        () -> {
          closeOpenings();
          acceptance.cut();
        });
  }
}
