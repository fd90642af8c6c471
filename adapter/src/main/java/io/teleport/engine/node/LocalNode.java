package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.NodeName;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.Term;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The local node: names, connections to other nodes, calls under way. Safe for use by any number of threads; methods that
 * may block say so and are not to be called by I/O loops.
 */
public final class LocalNode implements AutoCloseable {

  private LocalNode() {}

  /**
   * Starts a node: when this returns it listens.
   *
   * @throws IOException if the port cannot be opened
   */
  public static LocalNode start(NodeSettings settings, NodeEnvironment environment) throws IOException {
    throw new UnsupportedOperationException("under construction");
  }

  /** Returns the node's settings. */
  public NodeSettings settings() {
    throw new UnsupportedOperationException();
  }

  /** Returns the node's name. */
  public NodeName name() {
    throw new UnsupportedOperationException();
  }

  /** Returns where the node listens, with the port that was chosen. */
  public InetSocketAddress listeningAt() {
    throw new UnsupportedOperationException();
  }

  /**
   * Registers a name.
   *
   * @throws IllegalStateException if the name is taken
   */
  public Registration register(String name, Inbox inbox) {
    throw new UnsupportedOperationException();
  }

  /** Sends a message that nobody waits for. May block; see {@link io.teleport.TeleportConnection} for exceptions. */
  public void send(Address to, MessageKind kind, Term message) {
    throw new UnsupportedOperationException();
  }

  /** Sends a request and waits for the answer, whose binaries are on the heap. */
  public Term call(Address to, MessageKind kind, Term request, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /** Sends a request; the stage completes on a thread of the executor. May block until the request is accepted. */
  public CompletionStage<Term> callAsync(Address to, MessageKind kind, Term request, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /** Opens pools and warms their sockets; blocks. */
  public void prime(Collection<NodeName> nodes) {
    throw new UnsupportedOperationException();
  }

  /** Returns whether the node answers within the connect timeout; blocks. */
  public boolean ping(NodeName node) {
    throw new UnsupportedOperationException();
  }

  /** Returns the nodes with a complete pool, without this one. */
  public Set<NodeName> nodes() {
    throw new UnsupportedOperationException();
  }

  /** Creates a process identifier with a mailbox. */
  public Mailbox openMailbox() {
    throw new UnsupportedOperationException();
  }

  /** Runs something after a delay on a thread of an I/O loop; it must be short and must not block. */
  public void after(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  /** Returns the memory of received messages. */
  public ChunkPool memory() {
    throw new UnsupportedOperationException();
  }

  /** Says goodbye to all peers, sends what was accepted within the shutdown timeout, and frees everything. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
