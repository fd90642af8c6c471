package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.observe.Log;
import io.teleport.engine.peer.InboundMemory;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a local node is made of, and who knows whom: put together in the one order that is possible,
 * begun, and ended in the opposite one. Safe for use by any thread.
 */
final class NodeParts {

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

  /**
   * Puts a node together; its port is open, but nobody is served before {@link #begin}.
   *
   * @throws IOException if a port or a selector cannot be opened; nothing is left open then
   */
  NodeParts(NodeSettings settings, NodeEnvironment environment) throws IOException {
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
            settings.deadLetterQueue(),
            settings.smallMessage());
    this.loops = NodeLoops.create(settings.bulkLoops(), environment);
    try {
      this.peers = listen(incarnation, environment);
      this.remote = new RemoteNodes(peers, settings.erlang().isOn() ? erlang(environment) : null);
    } catch (IOException | RuntimeException e) {
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

  /**
   * Returns where the node reaches itself: messages to its own names take the same way as all
   * others.
   */
  private InetSocketAddress ownAddress() {
    InetSocketAddress bound = peers.listeningAt();
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
        : bound;
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
    } catch (RuntimeException e) {
      // Such as a key store that has gone since the settings were checked.
      peers.stopListening();
      throw e;
    } catch (IOException e) {
      peers.stopListening();
      throw new IOException(
          "erlangPort %d: %s".formatted(settings.erlang().port(), e.getMessage()), e);
    }
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

  private void deadLetter(InboundMessage message, String reason) {
    deadLetters.received(message, reason);
  }

  private void after(Duration delay, Runnable task) {
    loops.small().after(delay, task);
  }

  /**
   * Begins to serve.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses the I/O loops;
   *     the node is to be ended then
   */
  void begin() {
    EarlyClasses.load();
    loops.start();
    remote.begin();
  }

  /** Ends everything, once; see {@link LocalNode#close}. */
  void end() {
    try {
      remote.close(settings.shutdownTimeout());
      calls.close();
      events.close(END);
      completions.close(END);
      loops.close(END);
    } catch (InterruptedException e) {
      Log.warn("TLP1321", "interrupted while stopping; connections are cut instead of closed");
      endNow();
      Thread.currentThread().interrupt();
    }
  }

  private void endNow() {
    calls.close();
    events.close(Duration.ZERO);
    completions.close(Duration.ZERO);
    loops.requestClose();
  }

  /** Returns how much the node holds at this moment; without what it holds for Erlang nodes. */
  Levels levels() {
    Levels levels = new Levels();
    peers.measure(levels);
    memory.measure(levels);
    events.measure(levels);
    levels.add(Level.PENDING_CALLS, calls.size());
    levels.add(Level.DESTINATIONS, directory.size());
    return levels;
  }

  /** Returns where the node listens, with the port that was chosen. */
  InetSocketAddress listeningAt() {
    return peers.listeningAt();
  }

  Counters counters() {
    return counters;
  }

  ChunkPool memory() {
    return memory;
  }

  NodeEvents events() {
    return events;
  }

  Directory directory() {
    return directory;
  }

  DeadLetters deadLetters() {
    return deadLetters;
  }

  NodeLoops loops() {
    return loops;
  }

  RemoteNodes remote() {
    return remote;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Caller caller() {
    return caller;
  }
}
