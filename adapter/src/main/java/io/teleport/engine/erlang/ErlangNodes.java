package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

  private static final Atom SHUTDOWN = new Atom("shutdown");
  private static final Duration GRACE = Duration.ofMillis(500);

  private final ErlangSurroundings surroundings;
  private final Connections connections;
  private final Dialer dialer;
  private final Acceptance acceptance;
  private final TeleportSockets teleport;
  private final PortMapper ports;

  /**
   * Begins to listen; {@link #begin} registers with EPMD.
   *
   * @param loop serves all connections
   * @param bulkLoops serve the sockets for large messages
   * @param pool memory of received large messages
   * @throws IOException if the address cannot be bound
   */
  public ErlangNodes(
      ErlangSettings settings,
      Loop loop,
      LoopGroup bulkLoops,
      ChunkPool pool,
      LocalProcesses local,
      Counters counters,
      RandomGenerator random)
      throws IOException {
    this.surroundings =
        new ErlangSurroundings(
            settings,
            loop,
            bulkLoops,
            pool,
            new TermDecoder(settings.terms()),
            new TermEncoder(),
            local,
            counters,
            random);
    this.connections = new Connections(surroundings, this::gone);
    this.dialer = new Dialer(surroundings, connections);
    this.acceptance = new Acceptance(surroundings, connections, dialer);
    this.teleport = new TeleportSockets(surroundings, connections::at);
    this.ports = new PortMapper(surroundings, listeningAt().getPort());
  }

  /**
   * Takes a socket of the Erlang teleport library, or closes it if it is not to be taken. Called on
   * the loop.
   *
   * @param channel accepted by the node's port
   * @param read what was read of it
   */
  public void takeTeleportSocket(SocketChannel channel, ByteBuffer read) {
    teleport.accept(channel, read);
  }

  private void gone(DistributionConnection connection) {
    teleport.peerGone();
  }

  /** Registers with EPMD, now or as soon as there is one. */
  public void begin() {
    ports.begin();
  }

  /** Returns where this node listens for Erlang nodes. */
  public InetSocketAddress listeningAt() {
    return acceptance.listeningAt();
  }

  /** Returns whether EPMD knows this node now. */
  public boolean isRegistered() {
    return ports.isRegistered();
  }

  /** Returns the nodes that are connected now. */
  public Set<NodeName> nodes() {
    return connections.names();
  }

  /** Returns whether a node is connected now. */
  public boolean isConnected(NodeName node) {
    return connections.get(node) != null;
  }

  /**
   * Returns what EPMD says of a node in the field for that, for an Erlang node nothing; empty if it
   * does not know the node, or cannot be reached. Blocks.
   */
  public Optional<String> find(NodeName node) {
    return ports.find(node);
  }

  // ------------------------------------------------------------------ messages

  /**
   * Sends a message. Blocks until there is a connection, and room.
   *
   * @param content its encoded term; belongs to this object if this returns, else to the caller
   * @param strand messages of the same one leave in order; -1 for none
   * @param departed learns what became of it; called by any thread, must not block
   * @return what is left for the calling thread to do, which may block: reading the stream that the
   *     message ends in
   * @see io.teleport.TeleportConnection for the exceptions
   */
  public Runnable send(
      Address to, MessageKind kind, GatherList content, int strand, Consumer<Departure> departed) {
    byte[] prefix = OtpForms.before(surroundings.encoder(), kind);
    return obtain(to.node()).send(to, prefix, content, strand, departed);
  }

  /**
   * Calls a process. Blocks until there is a connection, and room.
   *
   * @param content the encoded request; belongs to this object if this returns, else to the caller
   * @param listener learns the answer, if this returns
   * @return what is left for the calling thread to do, and what ends the call
   */
  public OngoingCall call(
      Address to, MessageKind kind, GatherList content, AnswerListener listener) {
    return obtain(to.node()).call(to, kind, content, listener);
  }

  /**
   * Answers a call. Blocks until there is room.
   *
   * @param content the encoded answer; belongs to this object if this returns, else to the caller
   * @param departed learns what became of it; called by any thread, must not block
   * @return what is left for the calling thread to do, which may block
   */
  public Runnable answer(ErlangCaller caller, GatherList content, Consumer<Departure> departed) {
    DistributionConnection connection = obtain(caller.node());
    GatherList answer = content;
    if (caller.kind() == MessageKind.SYNC_NOTIFY) {
      // Whatever a handler says: who notifies is told only that it was done.
      answer = surroundings.encoder().write(Atom.OK, 0);
    }
    Runnable rest = connection.answer(caller, answer, departed);
    if (answer != content) {
      content.release();
    }
    return rest;
  }

  /**
   * Tells a caller that who it called has failed: it sees the end of a process, with this reason.
   * Never blocks.
   */
  public void fail(ErlangCaller caller, Term reason) {
    DistributionConnection connection = connections.get(caller.node());
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
        .execute(() -> connections.all().forEach(each -> each.incoming().gone(target, SHUTDOWN)));
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
      OngoingCall call =
          call(Address.of("net_kernel", node), MessageKind.CALL, content, new Pong(pong));
      isSent = true;
      try {
        return pong.get(surroundings.settings().connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        call.cancel().run();
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
    DistributionConnection connection = connections.get(node);
    if (connection != null) {
      return connection;
    }
    if (connections.isClosing()) {
      throw connections.stopping();
    }
    InetSocketAddress address = ports.locate(node);
    CompletableFuture<DistributionConnection> wanted = new CompletableFuture<>();
    surroundings.loop().execute(() -> dialer.dial(node, address, wanted));
    Duration timeout = surroundings.settings().connectTimeout();
    try {
      // The dialer's own time-out, which knows more, comes first.
      return wanted.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
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

  // ------------------------------------------------------------------ the end

  /**
   * Leaves: is registered and listens no more, lets what was accepted leave, and closes all
   * connections, by which Erlang nodes see that this one is gone. Blocks.
   */
  public void close(Duration timeout) throws InterruptedException {
    connections.refuseNew();
    ports.close();
    acceptance.stopListening();
    teleport.close();
    surroundings
        .loop()
        .runAndWait(
            () -> {
              acceptance.close();
              dialer.close();
            });
    long deadline = System.nanoTime() + timeout.toNanos();
    List<DistributionConnection> all = new ArrayList<>(connections.all());
    all.forEach(connection -> connection.awaitSent(deadline));
    all.forEach(connection -> connection.close(null));
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (DistributionConnection connection : all) {
      connection.awaitEnd(last);
    }
  }
}
