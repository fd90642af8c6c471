package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportNodeListener;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.observe.Log;
import io.teleport.engine.peer.InboundMemory;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.Passage;
import io.teleport.engine.peer.Peers;
import io.teleport.term.Term;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The local node: names, connections to other nodes, calls under way. Safe for use by any number of
 * threads; methods that may block say so and are not to be called by I/O loops.
 */
public final class LocalNode implements AutoCloseable {

  /** How long each part gets to end that waits for nobody else. */
  private static final Duration END = Duration.ofSeconds(2);

  private final NodeSettings settings;
  private final Counters counters = new Counters();
  private final ChunkPool memory;
  private final PendingCalls calls = new PendingCalls();
  private final NodeEvents events;
  private final Directory directory;
  private final DeadLetters deadLetters;
  private final NodeLoops loops;
  private final Completions completions;
  private final Peers peers;
  private final RemoteNodes remote;
  private final Dispatcher dispatcher;
  private final Caller caller;
  private boolean closed;

  private LocalNode(NodeSettings settings, NodeEnvironment environment) throws IOException {
    this.settings = settings;
    this.memory = new ChunkPool(settings.bufferMemory(), environment.traceMemory());
    long incarnation = environment.random().nextLong();
    // Small creations have a meaning of their own in Erlang.
    int creation = (int) incarnation | 0x100;
    this.completions = new Completions(environment.executor(), environment.nanoTime(), this::after);
    this.events =
        new NodeEvents(
            settings.name(),
            new Watch.Surroundings(environment.executor(), environment.nanoTime(), this::after),
            completions);
    this.directory =
        new Directory(
            settings.name(),
            creation,
            new InboundMemory(memory),
            calls,
            events,
            this::delivered,
            this::deadLetter);
    this.deadLetters =
        new DeadLetters(
            settings.name(),
            counters,
            new TermDecoder(settings.decodeLimits()),
            () -> directory.registered(DeadLetter.LISTENER),
            settings.deadLetterQueue());
    this.loops = NodeLoops.create(settings.bulkLoops(), environment);
    try {
      this.peers = listen(incarnation, environment);
      this.remote = new RemoteNodes(peers, settings.erlang().isOn() ? erlang(environment) : null);
    } catch (IOException e) {
      loops.requestClose();
      throw e;
    }
    this.dispatcher =
        new Dispatcher(remote, deadLetters, events::completionsOf, settings.smallMessage());
    this.caller =
        new Caller(
            calls,
            dispatcher,
            loops.small(),
            events::completionsOf,
            new AnswerWait(calls, loops.small(), loops.bulk(), System::nanoTime));
  }

  private Peers listen(long incarnation, NodeEnvironment environment) throws IOException {
    Discovery discovery = new Discovery(settings);
    return new Peers(
        settings.forPeers(incarnation),
        new InetSocketAddress(settings.bindAddress(), settings.port()),
        loops.small(),
        loops.bulk(),
        memory,
        directory,
        environment.executor(),
        counters,
        environment.random(),
        (node, heardFrom) ->
            node.equals(settings.name()) ? ownAddress() : discovery.find(node, heardFrom));
  }

  private ErlangDialect erlang(NodeEnvironment environment) throws IOException {
    try {
      ErlangDialect dialect =
          new ErlangDialect(
              settings,
              directory,
              calls,
              deadLetters,
              loops.small(),
              loops.bulk(),
              memory,
              counters,
              environment.random(),
              peers.listeningAt().getPort(),
              node -> peers.nodes().contains(node));
      if (settings.erlang().takesTeleportSockets()) {
        peers.giveForeignTo(dialect.nodes()::takeTeleportSocket);
      }
      return dialect;
    } catch (IOException e) {
      peers.stopListening();
      throw new IOException(
          "erlangPort %d: %s".formatted(settings.erlang().port(), e.getMessage()), e);
    }
  }

  /**
   * Starts a node: when this returns it listens.
   *
   * @throws IOException if the port cannot be opened
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses the I/O loops
   */
  public static LocalNode start(NodeSettings settings, NodeEnvironment environment)
      throws IOException {
    LocalNode node = new LocalNode(settings, environment);
    try {
      node.loops.start();
      node.remote.begin();
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }

  private InboundMessage delivered(IncomingMessage message, Address destination) {
    Responder responder = null;
    if (message.header().kind().isRequest()) {
      responder =
          new CallResponder(
              message.sender(), destination, message.header().correlation(), dispatcher::answer);
    }
    return new DeliveredMessage(message, destination, responder);
  }

  /** Returns the node's settings. */
  public NodeSettings settings() {
    return settings;
  }

  /** Returns the node's name. */
  public NodeName name() {
    return settings.name();
  }

  /** Returns where the node listens, with the port that was chosen. */
  public InetSocketAddress listeningAt() {
    return peers.listeningAt();
  }

  /**
   * Returns where the node reaches itself: messages to its own names take the same way as all
   * others.
   */
  private InetSocketAddress ownAddress() {
    InetSocketAddress bound = listeningAt();
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
        : bound;
  }

  /** Returns what the node counts. */
  public Counters counters() {
    return counters;
  }

  /** Returns how much the node holds at this moment; without what it holds for Erlang nodes. */
  public Levels levels() {
    Levels levels = new Levels();
    peers.measure(levels);
    memory.measure(levels);
    events.measure(levels);
    levels.add(Level.PENDING_CALLS, calls.size());
    levels.add(Level.DESTINATIONS, directory.size());
    return levels;
  }

  /** Returns the memory of received messages. */
  public ChunkPool memory() {
    return memory;
  }

  /**
   * Registers a name.
   *
   * @throws IllegalStateException if the name is taken
   */
  public Registration register(String name, Inbox inbox) {
    return directory.register(name, inbox);
  }

  /** Creates a process identifier with a mailbox. */
  public Mailbox openMailbox() {
    return new QueueMailbox(directory, this::deadLetter, settings.maxMessage());
  }

  /**
   * Takes note of a message that an inbox could not hand on, and whose sender has been told that it
   * was received, or does not wait to hear it. One that is {@linkplain InboundMessage#refuse
   * refused} is a dead letter of its sender instead. Never blocks.
   *
   * @param message still open; closed by the caller
   * @param reason why it reached no listener
   */
  public void deadLetter(InboundMessage message, String reason) {
    deadLetters.add(
        message.destination(),
        reason,
        DeadLetter.Side.RECEIVER,
        message.size(),
        deadLetters.isListenedTo()
            ? DeadLetters.Content.of(message, settings.smallMessage())
            : null);
  }

  /**
   * Sends a message that nobody waits for, confirmed and in any order. May block; see {@link
   * io.teleport.TeleportConnection} for exceptions.
   */
  public void send(Address to, MessageKind kind, Sendable message) {
    send(to, kind, message, Passage.CONFIRMED);
  }

  /** Sends a message that nobody waits for, in a certain way. May block. */
  public void send(Address to, MessageKind kind, Sendable message, Passage passage) {
    dispatcher.send(to, kind, message, passage);
  }

  /**
   * Sends a message; the stage tells what becomes of it, on a thread of the executor. May block
   * until the message is accepted, and throws if it is not; see {@link
   * io.teleport.TeleportConnection#sendAsync(Address, Object)} for the exceptions.
   */
  public CompletionStage<Void> sendAsync(
      Address to, MessageKind kind, Sendable message, Passage passage) {
    return dispatcher.sendAsync(to, kind, message, passage);
  }

  /**
   * Encodes a message that is to leave later, or never. Does not block.
   *
   * @return the message, which is the caller's to send or to discard
   * @throws IllegalArgumentException if it ends in a stream or channel; one that is still arriving
   *     can be held, until its listener has returned
   * @throws IllegalStateException if it ends in what is still arriving, and somebody reads that
   */
  public HeldMessage hold(Address to, MessageKind kind, Sendable message, Passage passage) {
    return dispatcher.hold(to, kind, message, passage);
  }

  /** Sends a term that nobody waits for. */
  public void send(Address to, MessageKind kind, Term message) {
    send(to, kind, Sendable.of(message));
  }

  /** Sends a request and waits for the answer, whose binaries are on the heap. */
  public Term call(Address to, MessageKind kind, Sendable request, Duration timeout) {
    return caller.call(to, kind, request, timeout);
  }

  /** Sends a term as a request and waits for the answer. */
  public Term call(Address to, MessageKind kind, Term request, Duration timeout) {
    return call(to, kind, Sendable.of(request), timeout);
  }

  /**
   * Sends a request; the stage completes on a thread of the executor. May block until the request
   * is accepted.
   */
  public CompletionStage<Term> callAsync(
      Address to, MessageKind kind, Sendable request, Duration timeout) {
    return caller.callAsync(to, kind, request, timeout);
  }

  /** Sends a term as a request; the stage completes on a thread of the executor. */
  public CompletionStage<Term> callAsync(
      Address to, MessageKind kind, Term request, Duration timeout) {
    return callAsync(to, kind, Sendable.of(request), timeout);
  }

  /** Opens the pools of nodes that have none; blocks, up to {@code connectTimeout} for all. */
  public void connect(Collection<NodeName> nodes) {
    remote.connect(nodes);
  }

  /**
   * Opens the pools of nodes that have none; blocks, up to {@code connectTimeout} for all.
   *
   * @throws NodeDownException if a node cannot be reached, or takes no calls now, as it has lost
   *     its sockets and nobody listens any more where it was reached
   */
  public void requireReachable(Collection<NodeName> nodes) {
    remote.requireReachable(nodes);
  }

  /** Opens pools and warms their sockets; blocks. */
  public void prime(Collection<NodeName> nodes) {
    remote.prime(nodes);
  }

  /** Returns whether the node answers within the connect timeout; blocks. */
  public boolean ping(NodeName node) {
    return remote.ping(node);
  }

  /**
   * Returns where the node listens for Erlang nodes, with the port that was chosen; empty if it is
   * no member of an Erlang cluster.
   */
  public Optional<InetSocketAddress> listeningForErlangAt() {
    return remote.listeningForErlangAt();
  }

  /** Returns whether EPMD knows the node now. */
  public boolean isRegisteredWithEpmd() {
    return remote.isRegisteredWithEpmd();
  }

  /** Returns the nodes with a complete pool, without this one. */
  public Set<NodeName> nodes() {
    Set<NodeName> nodes = remote.connected();
    nodes.remove(name());
    return nodes;
  }

  /**
   * Tells a watcher which remote nodes come and go, until the watch is closed; at once of those
   * that are up. Does not block.
   */
  public Watch watch(NodeWatcher watcher) {
    return events.watch(watcher);
  }

  /** Tells a listener which remote nodes come and go, until the watch is closed. */
  public Watch watchNodes(TeleportNodeListener listener) {
    return watch(new ListeningWatcher(listener));
  }

  /**
   * Runs something after a delay on a thread of an I/O loop; it must be short and must not block.
   */
  public void after(Duration delay, Runnable task) {
    loops.small().after(delay, task);
  }

  /**
   * Has a delivery run by the thread that has just read the message, as soon as it has dealt with
   * what else has arrived; it holds no loop then.
   *
   * @param elsewhere runs the delivery if the thread has too much to read
   * @return false if the calling thread has not read a small message just now, or has something to
   *     do already
   */
  public boolean deliverAside(Runnable delivery, Executor elsewhere) {
    return loops.small().runAside(delivery, elsewhere);
  }

  /**
   * Says goodbye to all peers, sends what was accepted within the shutdown timeout, and frees
   * everything. Blocks, at the most a few seconds longer than that. Doing so twice is harmless.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    boolean interrupted = false;
    try {
      remote.close(settings.shutdownTimeout());
      calls.close();
      events.close(END);
      completions.close(END);
      loops.close(END);
    } catch (InterruptedException e) {
      interrupted = true;
      Log.warn("TLP1321", "interrupted while stopping; connections are cut instead of closed");
      endNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endNow() {
    calls.close();
    events.close(Duration.ZERO);
    completions.close(Duration.ZERO);
    loops.requestClose();
  }

  @Override
  public String toString() {
    return "LocalNode[" + settings.name() + "]";
  }
}
