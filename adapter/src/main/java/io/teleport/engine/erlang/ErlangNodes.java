package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.Acceptor;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Connector;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All Erlang nodes, to which this one is a hidden node: finds them by EPMD, connects to those that
 * are sent to, and listens for those that connect. Safe for use by any number of threads; methods
 * that block say so.
 */
public final class ErlangNodes {

  private static final int MAX_HANDSHAKES = 1024;
  private static final Duration EPMD_PATIENCE = Duration.ofSeconds(2);
  private static final Atom SHUTDOWN = new Atom("shutdown");

  private final ErlangSurroundings surroundings;
  private final Acceptor acceptor;
  private final TeleportSockets teleport;
  private final EpmdClient epmd;
  private final EpmdRegistration registration;
  private final Map<NodeName, DistributionConnection> up = new ConcurrentHashMap<>();

  /** Nodes that this one wants to reach; confined to the loop. */
  private final Map<NodeName, Dial> dials = new HashMap<>();

  /** Handshakes that others began; confined to the loop. */
  private final Set<HandshakeLink> accepted = new LinkedHashSet<>();

  private volatile boolean closing;

  /** An attempt to reach a node. */
  private static final class Dial {
    private final CompletableFuture<DistributionConnection> result = new CompletableFuture<>();
    private Connector connector;
    private HandshakeLink handshake;

    /** Gives up connecting; whoever waits goes on waiting. */
    void cancel() {
      if (connector != null) {
        connector.cancel();
      }
      if (handshake != null) {
        handshake.cancel();
      }
    }
  }

  /**
   * Begins to listen; {@link #begin} registers with EPMD.
   *
   * @param loop serves all connections
   * @param pool memory of received large messages
   * @throws IOException if the address cannot be bound
   */
  public ErlangNodes(
      ErlangSettings settings,
      Loop loop,
      ChunkPool pool,
      LocalProcesses local,
      Counters counters,
      RandomGenerator random)
      throws IOException {
    this.surroundings =
        new ErlangSurroundings(
            settings,
            loop,
            pool,
            new TermDecoder(settings.terms()),
            new TermEncoder(),
            local,
            counters,
            random,
            this::teleportPort);
    this.acceptor = new Acceptor(loop, settings.listenAt(), this::accept);
    try {
      this.teleport = settings.takesTeleportSockets() ? teleportSockets(settings) : null;
    } catch (IOException e) {
      acceptor.close();
      throw e;
    }
    NodeName name = settings.name();
    if (settings.epmd() == null) {
      this.epmd = null;
      this.registration = null;
    } else {
      this.epmd = new EpmdClient(loop, settings.epmd(), name.host(), patience(settings));
      this.registration =
          new EpmdRegistration(
              loop,
              settings.epmd(),
              name.alive(),
              acceptor.listeningAt().getPort(),
              settings.extra());
    }
  }

  /** Nodes of our own kind are looked for with EPMD, too, which a firewall may leave unanswered. */
  private static Duration patience(ErlangSettings settings) {
    Duration most = settings.connectTimeout();
    return most.compareTo(EPMD_PATIENCE) < 0 ? most : EPMD_PATIENCE;
  }

  private TeleportSockets teleportSockets(ErlangSettings settings) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(settings.listenAt().getAddress(), 0);
    return new TeleportSockets(surroundings, anyPort, this::peerAt);
  }

  private int teleportPort() {
    return teleport == null ? 0 : teleport.port();
  }

  private DistributionConnection peerAt(InetAddress address) {
    for (DistributionConnection connection : up.values()) {
      if (address.equals(connection.remoteAddress())) {
        return connection;
      }
    }
    return null;
  }

  /** Registers with EPMD, now or as soon as there is one. */
  public void begin() {
    if (registration != null) {
      registration.begin();
    }
  }

  /** Returns where this node listens for Erlang nodes. */
  public InetSocketAddress listeningAt() {
    return acceptor.listeningAt();
  }

  /** Returns whether EPMD knows this node now. */
  public boolean isRegistered() {
    return registration != null && registration.isRegistered();
  }

  /** Returns the nodes that are connected now. */
  public Set<NodeName> nodes() {
    return new TreeSet<>(up.keySet());
  }

  /** Returns whether a node is connected now. */
  public boolean isConnected(NodeName node) {
    return up.containsKey(node);
  }

  /**
   * Returns what EPMD says of a node in the field for that, for an Erlang node nothing; empty if it
   * does not know the node, or cannot be reached. Blocks.
   */
  public Optional<String> find(NodeName node) {
    if (epmd == null) {
      return Optional.empty();
    }
    try {
      return epmd.find(node).map(EpmdNode::extra);
    } catch (NodeDownException e) {
      Log.debug("TLP1420", e.getMessage());
      return Optional.empty();
    }
  }

  // ------------------------------------------------------------------ messages

  /**
   * Sends a message. Blocks until there is a connection, and room.
   *
   * @param content its encoded term; belongs to this object if this returns, else to the caller
   * @param departed learns what became of it; called by any thread, must not block
   * @see io.teleport.TeleportConnection for the exceptions
   */
  public void send(Address to, MessageKind kind, GatherList content, Consumer<Departure> departed) {
    DistributionConnection connection = obtain(to.node());
    byte[] prefix = OtpForms.before(surroundings.encoder(), kind);
    connection.send(connection.send(to), prefix, content, departed);
  }

  /**
   * Calls a process. Blocks until there is a connection, and room.
   *
   * @param content the encoded request; belongs to this object if this returns, else to the caller
   * @param listener learns the answer, if this returns
   * @return to be run when nobody waits any more
   */
  public Runnable call(Address to, MessageKind kind, GatherList content, AnswerListener listener) {
    return obtain(to.node()).call(to, kind, content, listener);
  }

  /**
   * Answers a call. Blocks until there is room.
   *
   * @param content the encoded answer; belongs to this object if this returns, else to the caller
   * @param departed learns what became of it; called by any thread, must not block
   */
  public void answer(ErlangCaller caller, GatherList content, Consumer<Departure> departed) {
    DistributionConnection connection = obtain(caller.node());
    GatherList answer = content;
    if (caller.kind() == MessageKind.SYNC_NOTIFY) {
      // Whatever a handler says: who notifies is told only that it was done.
      answer = surroundings.encoder().write(Atom.OK, 0);
    }
    connection.answer(caller, answer, departed);
    if (answer != content) {
      content.release();
    }
  }

  /**
   * Tells a caller that who it called has failed: it sees the end of a process, with this reason.
   * Never blocks.
   */
  public void fail(ErlangCaller caller, Term reason) {
    DistributionConnection connection = up.get(caller.node());
    if (connection != null) {
      connection.incoming().fail(caller.asInEnvelope(), reason);
    }
  }

  /** A name or a process of the local node is gone: Erlang nodes that watch it are told. */
  public void gone(Address address) {
    Term target =
        address instanceof Address.Named named
            ? new Atom(named.name())
            : ((Address.Process) address).pid();
    surroundings
        .loop()
        .execute(() -> up.values().forEach(each -> each.incoming().gone(target, SHUTDOWN)));
  }

  // ------------------------------------------------------------------ connections

  /**
   * Opens connections to nodes. Blocks.
   *
   * @throws NodeDownException if one of them cannot be reached in time
   * @throws AuthenticationException if one of them has another cookie
   */
  public void connect(NodeName node) {
    var unused = obtain(node);
  }

  /** Returns whether a node answers in time, as {@code net_adm:ping} does. Blocks. */
  public boolean ping(NodeName node) {
    CompletableFuture<Boolean> pong = new CompletableFuture<>();
    Tuple question =
        Tuple.of(new Atom("is_auth"), new Atom(surroundings.settings().name().toString()));
    GatherList content = surroundings.encoder().write(question, 0);
    boolean isSent = false;
    try {
      Runnable cancel =
          call(Address.of("net_kernel", node), MessageKind.CALL, content, new Pong(pong));
      isSent = true;
      try {
        return pong.get(surroundings.settings().connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        cancel.run();
      }
    } catch (NodeDownException
        | AuthenticationException
        | TimeoutException
        | ExecutionException e) {
      Log.debug("TLP1421", "ping of " + node + ": " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for " + node, e);
    } finally {
      if (!isSent) {
        content.release();
      }
    }
  }

  /** Waits for the answer to a ping. */
  private record Pong(CompletableFuture<Boolean> result) implements AnswerListener {
    @Override
    public void answered(ReceivedPayload answer) {
      answer.release();
      result.complete(true);
    }

    @Override
    public void failed(TeleportException reason) {
      result.complete(false);
    }
  }

  private DistributionConnection obtain(NodeName node) {
    DistributionConnection connection = up.get(node);
    if (connection != null) {
      return connection;
    }
    if (closing) {
      throw stopping();
    }
    CompletableFuture<DistributionConnection> wanted = new CompletableFuture<>();
    InetSocketAddress address = find(node, wanted);
    if (address != null) {
      surroundings.loop().execute(() -> dial(node, address, wanted));
    }
    Duration timeout = surroundings.settings().connectTimeout();
    try {
      return wanted.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AuthenticationException
          ? new AuthenticationException(e.getCause().getMessage(), e)
          : new NodeDownException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new NodeDownException(
          "no connection to %s within %d ms (connectTimeout)".formatted(node, timeout.toMillis()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for a connection to " + node, e);
    }
  }

  /** Returns where a node listens; null if it cannot be known, and those who wait were told. */
  private InetSocketAddress find(NodeName node, CompletableFuture<DistributionConnection> wanted) {
    if (epmd == null) {
      wanted.completeExceptionally(
          new NodeDownException("where %s listens is not known without EPMD".formatted(node)));
      return null;
    }
    Optional<EpmdNode> known;
    try {
      known = epmd.find(node);
    } catch (NodeDownException e) {
      wanted.completeExceptionally(e);
      return null;
    }
    if (known.isEmpty()) {
      wanted.completeExceptionally(
          new NodeDownException(
              "EPMD on %s does not know a node named %s".formatted(node.host(), node.alive())));
      return null;
    }
    return new InetSocketAddress(node.host(), known.get().port());
  }

  private void dial(
      NodeName node, InetSocketAddress address, CompletableFuture<DistributionConnection> wanted) {
    DistributionConnection connection = up.get(node);
    if (connection != null) {
      wanted.complete(connection);
      return;
    }
    Dial pending = dials.get(node);
    if (pending == null) {
      Dial mine = new Dial();
      pending = mine;
      dials.put(node, mine);
      Duration timeout = surroundings.settings().connectTimeout();
      surroundings.loop().after(timeout, () -> fail(node, mine, tooLate(node, timeout)));
      mine.connector =
          Connector.connect(
              surroundings.loop(),
              address,
              timeout,
              channel -> connected(node, mine, channel),
              e -> fail(node, mine, unreachable(node, address, e)));
    }
    var unused =
        pending.result.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                wanted.completeExceptionally(failure);
              } else {
                wanted.complete(result);
              }
            });
  }

  private static NodeDownException tooLate(NodeName node, Duration timeout) {
    return new NodeDownException(
        "no connection to %s within %d ms (connectTimeout)".formatted(node, timeout.toMillis()));
  }

  private static NodeDownException unreachable(
      NodeName node, InetSocketAddress address, IOException cause) {
    return new NodeDownException(
        "%s cannot be reached at %s: %s".formatted(node, address, cause.getMessage()), cause);
  }

  private void fail(NodeName node, Dial dial, TeleportException reason) {
    if (dials.remove(node, dial)) {
      dial.cancel();
      dial.result.completeExceptionally(reason);
    }
  }

  private void connected(NodeName node, Dial dial, SocketChannel channel) {
    dial.connector = null;
    InitiatorHandshake handshake = new InitiatorHandshake(self(), node);
    try {
      dial.handshake =
          new HandshakeLink(
              surroundings.loop(),
              channel,
              handshake,
              surroundings.settings().connectTimeout(),
              new HandshakeLink.Result() {
                @Override
                public void done(HandshakeLink link, ErlangPeer peer) {
                  dial.handshake = null;
                  established(link, peer);
                }

                @Override
                public void failed(HandshakeLink link, Handshake.Refusal refusal, String reason) {
                  dial.handshake = null;
                  refused(node, dial, refusal, reason);
                }
              });
      dial.handshake.begin();
    } catch (IOException e) {
      fail(node, dial, new NodeDownException("no connection to " + node, e));
    }
  }

  private void refused(NodeName node, Dial dial, Handshake.Refusal refusal, String reason) {
    switch (refusal) {
      case SIMULTANEOUS -> Log.debug("TLP1422", reason);
      case COOKIE -> fail(node, dial, new AuthenticationException(reason));
      case OTHER -> fail(node, dial, new NodeDownException(reason));
    }
  }

  private Handshake.Self self() {
    ErlangSettings settings = surroundings.settings();
    return new Handshake.Self(
        settings.name(),
        surroundings.creation(),
        settings.cookie(),
        surroundings.random().nextInt());
  }

  private void accept(SocketChannel channel) {
    try {
      if (closing) {
        channel.close();
        return;
      }
      makeRoom();
      HandshakeLink handshake =
          new HandshakeLink(
              surroundings.loop(),
              channel,
              new AcceptorHandshake(name -> self(), this::gate),
              surroundings.settings().connectTimeout(),
              new HandshakeLink.Result() {
                @Override
                public void done(HandshakeLink link, ErlangPeer peer) {
                  accepted.remove(link);
                  established(link, peer);
                }

                @Override
                public void failed(HandshakeLink link, Handshake.Refusal refusal, String reason) {
                  accepted.remove(link);
                  refusedAccepted(refusal, reason);
                }
              });
      accepted.add(handshake);
      handshake.begin();
    } catch (IOException e) {
      Log.limited("TLP1423", "a connection of an Erlang node could not be used", e);
    }
  }

  private void makeRoom() {
    if (accepted.size() >= MAX_HANDSHAKES) {
      HandshakeLink oldest = accepted.iterator().next();
      accepted.remove(oldest);
      oldest.cancel();
      Log.limited(
          "TLP1424",
          "a connection was closed: %d newer ones have not said who they are either"
              .formatted(MAX_HANDSHAKES),
          null);
    }
  }

  private void refusedAccepted(Handshake.Refusal refusal, String reason) {
    if (refusal == Handshake.Refusal.SIMULTANEOUS) {
      Log.debug("TLP1425", reason);
      return;
    }
    surroundings.counters().add(Counters.Count.HANDSHAKES_REFUSED);
    Log.limited("TLP1426", "an Erlang node was refused: " + reason, null);
  }

  /** What is answered to a node that connects. */
  private HandshakeMessage.Status gate(NodeName node) {
    if (up.containsKey(node)) {
      return HandshakeMessage.Status.ALIVE;
    }
    Dial dial = dials.get(node);
    if (dial == null || dial.handshake == null) {
      return HandshakeMessage.Status.OK;
    }
    if (node.toString().compareTo(surroundings.settings().name().toString()) > 0) {
      dial.handshake.cancel();
      dial.handshake = null;
      return HandshakeMessage.Status.OK_SIMULTANEOUS;
    }
    return HandshakeMessage.Status.NOK;
  }

  private void established(HandshakeLink handshake, ErlangPeer peer) {
    NodeName node = peer.name();
    DistributionConnection connection =
        new DistributionConnection(surroundings, peer, handshake.link(), this::ended);
    handshake.handOver(connection);
    if (closing) {
      connection.close(null);
      return;
    }
    connection.begin();
    DistributionConnection old = up.put(node, connection);
    if (old != null) {
      old.close(new IOException("the node has connected anew"));
    }
    Log.debug("TLP1427", "Erlang node up: %s, flags %s".formatted(node, peer.agreed()));
    surroundings.local().nodeUp(node, peer.creation());
    Dial dial = dials.remove(node);
    if (dial != null) {
      dial.cancel();
      dial.result.complete(connection);
    }
  }

  private void ended(DistributionConnection connection, String reason) {
    if (up.remove(connection.name(), connection)) {
      Log.debug("TLP1428", "Erlang node down: %s: %s".formatted(connection.name(), reason));
      surroundings.local().nodeDown(connection.name(), connection.peer().creation(), reason);
      if (teleport != null) {
        teleport.peerGone();
      }
    }
  }

  private NodeDownException stopping() {
    return new NodeDownException(
        "the local node " + surroundings.settings().name() + " is stopping");
  }

  // ------------------------------------------------------------------ the end

  /**
   * Leaves: is registered and listens no more, lets what was accepted leave, and closes all
   * connections, by which Erlang nodes see that this one is gone. Blocks.
   */
  public void close(Duration timeout) throws InterruptedException {
    closing = true;
    if (registration != null) {
      registration.close();
    }
    acceptor.close();
    if (teleport != null) {
      teleport.close();
    }
    surroundings
        .loop()
        .runAndWait(
            () -> {
              List.copyOf(accepted).forEach(HandshakeLink::cancel);
              Map.copyOf(dials).forEach((node, dial) -> fail(node, dial, stopping()));
            });
    long deadline = System.nanoTime() + timeout.toNanos();
    List<DistributionConnection> all = new ArrayList<>(up.values());
    all.forEach(connection -> connection.awaitSent(deadline));
    all.forEach(connection -> connection.close(null));
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (DistributionConnection connection : all) {
      connection.awaitEnd(last);
    }
  }
}
