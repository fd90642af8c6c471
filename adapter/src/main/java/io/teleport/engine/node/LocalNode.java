package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportNodeListener;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Term;
import java.io.IOException;
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

  private final NodeSettings settings;
  private final NodeParts parts;
  private boolean closed;

  private LocalNode(NodeSettings settings, NodeParts parts) {
    this.settings = settings;
    this.parts = parts;
  }

  /**
   * Starts a node: when this returns it listens.
   *
   * @throws IOException if the port cannot be opened
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses the I/O loops
   */
  public static LocalNode start(NodeSettings settings, NodeEnvironment environment)
      throws IOException {
    LocalNode node = new LocalNode(settings, new NodeParts(settings, environment));
    try {
      node.parts.begin();
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
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
    return parts.listeningAt();
  }

  /** Returns what the node counts. */
  public Counters counters() {
    return parts.counters();
  }

  /** Returns how much the node holds at this moment; without what it holds for Erlang nodes. */
  public Levels levels() {
    return parts.levels();
  }

  /** Returns the memory of received messages. */
  public ChunkPool memory() {
    return parts.memory();
  }

  /**
   * Registers a name.
   *
   * @throws IllegalStateException if the name is taken
   */
  public Registration register(String name, Inbox inbox) {
    return parts.directory().register(name, inbox);
  }

  /** Creates a process identifier with a mailbox. */
  public Mailbox openMailbox() {
    return new QueueMailbox(parts.directory(), this::deadLetter, settings.maxMessage());
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
    parts.deadLetters().received(message, reason);
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
    parts.dispatcher().send(to, kind, message, passage);
  }

  /**
   * Sends a message; the stage tells what becomes of it, on a thread of the executor. May block
   * until the message is accepted, and throws if it is not; see {@link
   * io.teleport.TeleportConnection#sendAsync(Address, Object)} for the exceptions.
   */
  public CompletionStage<Void> sendAsync(
      Address to, MessageKind kind, Sendable message, Passage passage) {
    return parts.dispatcher().sendAsync(to, kind, message, passage);
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
    return parts.dispatcher().hold(to, kind, message, passage);
  }

  /** Sends a term that nobody waits for. */
  public void send(Address to, MessageKind kind, Term message) {
    send(to, kind, Sendable.of(message));
  }

  /** Sends a request and waits for the answer, whose binaries are on the heap. */
  public Term call(Address to, MessageKind kind, Sendable request, Duration timeout) {
    return parts.caller().call(to, kind, request, timeout);
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
    return parts.caller().callAsync(to, kind, request, timeout);
  }

  /** Sends a term as a request; the stage completes on a thread of the executor. */
  public CompletionStage<Term> callAsync(
      Address to, MessageKind kind, Term request, Duration timeout) {
    return callAsync(to, kind, Sendable.of(request), timeout);
  }

  /** Opens the pools of nodes that have none; blocks, up to {@code connectTimeout} for all. */
  public void connect(Collection<NodeName> nodes) {
    parts.remote().connect(nodes);
  }

  /**
   * Opens the pools of nodes that have none; blocks, up to {@code connectTimeout} for all.
   *
   * @throws NodeDownException if a node cannot be reached, or takes no calls now, as it has lost
   *     its sockets and nobody listens any more where it was reached
   */
  public void requireReachable(Collection<NodeName> nodes) {
    parts.remote().requireReachable(nodes);
  }

  /** Opens pools and warms their sockets; blocks. */
  public void prime(Collection<NodeName> nodes) {
    parts.remote().prime(nodes);
  }

  /** Returns whether the node answers within the connect timeout; blocks. */
  public boolean ping(NodeName node) {
    return parts.remote().ping(node);
  }

  /**
   * Returns where the node listens for Erlang nodes, with the port that was chosen; empty if it is
   * no member of an Erlang cluster.
   */
  public Optional<InetSocketAddress> listeningForErlangAt() {
    return parts.remote().listeningForErlangAt();
  }

  /** Returns whether EPMD knows the node now. */
  public boolean isRegisteredWithEpmd() {
    return parts.remote().isRegisteredWithEpmd();
  }

  /** Returns the nodes with a complete pool, without this one. */
  public Set<NodeName> nodes() {
    Set<NodeName> nodes = parts.remote().connected();
    nodes.remove(name());
    return nodes;
  }

  /**
   * Tells a watcher which remote nodes come and go, until the watch is closed; at once of those
   * that are up. Does not block.
   */
  public Watch watch(NodeWatcher watcher) {
    return parts.events().watch(watcher);
  }

  /** Tells a listener which remote nodes come and go, until the watch is closed. */
  public Watch watchNodes(TeleportNodeListener listener) {
    return watch(new ListeningWatcher(listener));
  }

  /**
   * Runs something after a delay on a thread of an I/O loop; it must be short and must not block.
   */
  public void after(Duration delay, Runnable task) {
    parts.loops().small().after(delay, task);
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
    return parts.loops().small().runAside(delivery, elsewhere);
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
    parts.end();
  }

  @Override
  public String toString() {
    return "LocalNode[" + settings.name() + "]";
  }
}
