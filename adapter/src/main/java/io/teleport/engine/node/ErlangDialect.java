package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.erlang.AnswerListener;
import io.teleport.engine.erlang.BodySink;
import io.teleport.engine.erlang.Departure;
import io.teleport.engine.erlang.ErlangCaller;
import io.teleport.engine.erlang.ErlangMessage;
import io.teleport.engine.erlang.ErlangNodes;
import io.teleport.engine.erlang.ErlangSettings;
import io.teleport.engine.erlang.LocalProcesses;
import io.teleport.engine.erlang.MemoryShare;
import io.teleport.engine.erlang.OngoingCall;
import io.teleport.engine.erlang.ReceivedPayload;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Tls;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.peer.InboundMemory;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.Outbound;
import io.teleport.engine.peer.Outcome;
import io.teleport.engine.peer.StreamReceive;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Erlang nodes, as the local node sees them: its directory takes what they send, and what is sent
 * to them goes by their own protocol.
 */
final class ErlangDialect implements LocalProcesses {

  /** What EPMD says of nodes of this kind begins with it. */
  private static final String EXTRA = "teleport";

  private static final int HEADROOM = 1;
  private static final long FORGET_NANOS = 5_000_000_000L;

  private final NodeSettings settings;
  private final Directory directory;
  private final PendingCalls calls;
  private final DeadLetters deadLetters;
  private final Counters counters;
  private final ChunkPool memory;
  private final Predicate<NodeName> hasPool;
  private final LongSupplier nanoTime;
  private final TermEncoder encoder = new TermEncoder();
  private final TermDecoder decoder;
  private final ErlangNodes nodes;
  private final Map<NodeName, Known> known = new ConcurrentHashMap<>();

  /**
   * What was found out about a node that is not connected.
   *
   * @param isErlang whether it is an Erlang node
   * @param since when that was found out
   */
  private record Known(boolean isErlang, long since) {}

  /**
   * Begins to listen; {@link ErlangNodes#begin} registers with EPMD.
   *
   * @param port where the node listens for nodes of its kind
   * @param hasPool returns whether there is a pool of sockets to a node
   * @throws IOException if the port cannot be opened
   */
  ErlangDialect(
      NodeSettings settings,
      Directory directory,
      PendingCalls calls,
      DeadLetters deadLetters,
      Loop loop,
      LoopGroup bulkLoops,
      ChunkPool memory,
      Counters counters,
      RandomGenerator random,
      int port,
      Predicate<NodeName> hasPool)
      throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.calls = calls;
    this.deadLetters = deadLetters;
    this.counters = counters;
    this.memory = memory;
    this.hasPool = hasPool;
    this.nanoTime = loop.nanoTime();
    this.decoder = new TermDecoder(settings.decodeLimits());
    this.nodes =
        new ErlangNodes(
            erlangSettings(settings, directory.creation(), port),
            loop,
            bulkLoops,
            memory,
            this,
            counters,
            random);
    directory.whenGone(nodes::gone);
  }

  private static ErlangSettings erlangSettings(NodeSettings s, int creation, int port) {
    ErlangOptions erlang = s.erlang();
    return new ErlangSettings(
        s.name(),
        creation,
        erlang.cookie().isEmpty() ? s.cookie() : erlang.cookie(),
        new InetSocketAddress(s.bindAddress(), erlang.port()),
        erlang.epmdPort() == 0
            ? null
            : new InetSocketAddress(erlang.epmdAddress(), erlang.epmdPort()),
        EXTRA + " " + s.port(),
        erlang.tickTime(),
        s.connectTimeout(),
        s.sendQueue(),
        s.sendTimeout(),
        s.smallMessage(),
        s.maxMessage(),
        s.receiveWindow(),
        s.decodeLimits(),
        erlang.takesTeleportSockets(),
        s.bulkSockets(),
        port,
        erlang.ports(),
        erlang.isTls() ? new Tls(s.tls().context()) : null,
        erlang.cookies());
  }

  ErlangNodes nodes() {
    return nodes;
  }

  // ------------------------------------------------------------------ what leaves

  /** Returns whether a node is an Erlang node, to be talked to in this way. May block. */
  boolean speaksTo(NodeName node) {
    if (nodes.isConnected(node)) {
      return true;
    }
    if (node.equals(settings.name()) || settings.peers().containsKey(node)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    Known last = known.get(node);
    if (last != null && now - last.since() < FORGET_NANOS) {
      return last.isErlang();
    }
    boolean isErlang =
        !hasPool.test(node)
            && nodes.find(node).filter(extra -> !extra.startsWith(EXTRA)).isPresent();
    if (known.size() >= 10_000) {
      known.clear();
    }
    known.put(node, new Known(isErlang, now));
    return isErlang;
  }

  /** Accepts a message for sending, as {@link RemoteNodes#send} does. */
  Runnable send(NodeName node, Outbound message) {
    Address to = address(node, message.destination());
    if (message.outcome() instanceof PendingCall call) {
      OngoingCall ongoing = nodes.call(to, message.kind(), message.payload(), new Answer(call));
      var unused = call.answer().whenComplete((answer, failure) -> ongoing.cancel().run());
      return ongoing.rest();
    }
    return nodes.send(
        to,
        message.kind(),
        message.payload(),
        message.passage().strand(),
        end -> tell(message.outcome(), end));
  }

  /** Erlang confirms nothing: a message that has left counts as received. */
  private static void tell(Outcome outcome, Departure end) {
    switch (end) {
      case LEFT -> outcome.confirmed();
      case CUT_SHORT -> outcome.lost("the connection was lost while it was being sent", true);
      case NOT_SENT -> outcome.lost("the connection was lost before it was sent", false);
      case TAKEN_BACK -> outcome.failed(new TeleportException(end.text()));
    }
  }

  private static Address address(NodeName node, Destination destination) {
    if (destination instanceof Destination.Name name) {
      return Address.of(name.name(), node);
    } else if (destination instanceof Destination.Process process) {
      return Address.of(
          new Pid(
              new Atom(node.toString()),
              Integer.toUnsignedLong(process.id()),
              Integer.toUnsignedLong(process.serial()),
              Integer.toUnsignedLong(process.creation())));
    }
    throw new NodeDownException("the caller is not to be reached: " + node + " is an Erlang node");
  }

  /** Takes the answer to a call. */
  private final class Answer implements AnswerListener {
    private final PendingCall call;

    Answer(PendingCall call) {
      this.call = call;
    }

    @Override
    public void answered(ReceivedPayload answer) {
      MessageHeader header =
          new MessageHeader(0, MessageKind.REPLY, call.correlation(), Destination.Caller.INSTANCE);
      calls.answered(incoming(header, call.to().node(), answer, () -> {}));
    }

    @Override
    public void failed(TeleportException reason) {
      call.fail(reason);
    }
  }

  private void answer(ErlangCaller caller, Sendable answer) {
    GatherList list = answer.encoded(encoder, HEADROOM);
    Runnable rest;
    try {
      rest =
          nodes.answer(
              caller,
              list,
              end -> {
                if (end != Departure.LEFT) {
                  undelivered("the caller on " + caller.node(), end.text(), true);
                }
              });
    } catch (RuntimeException e) {
      list.release();
      throw e;
    }
    rest.run();
  }

  // ------------------------------------------------------------------ what arrives

  private IncomingMessage incoming(
      MessageHeader header, NodeName sender, ReceivedPayload payload, Runnable onDone) {
    if (payload instanceof ReceivedPayload.Heap heap) {
      return IncomingMessage.held(header, sender, heap.bytes(), decoder, onDone);
    } else if (payload instanceof ReceivedPayload.Chunks chunks) {
      return IncomingMessage.held(header, sender, chunks.memory(), decoder, onDone);
    }
    ReceivedPayload.Streamed streamed = (ReceivedPayload.Streamed) payload;
    StreamReceive tail = ((ErlangBody) streamed.tail()).content();
    return IncomingMessage.streamed(header, sender, streamed.envelope(), tail, decoder, onDone);
  }

  @Override
  public boolean isThere(Address address) {
    return isOurs(address) && directory.isThere(Directory.destination(address));
  }

  private boolean isOurs(Address address) {
    return address instanceof Address.Named
        || ((Address.Process) address).pid().node().value().equals(settings.name().toString());
  }

  @Override
  public boolean deliver(Address to, ErlangMessage message) {
    if (!isOurs(to)) {
      return false;
    }
    Destination destination = Directory.destination(to);
    return directory.deliver(
        destination,
        address -> {
          MessageHeader header = new MessageHeader(0, message.kind(), 0, destination);
          IncomingMessage incoming =
              incoming(header, message.sender(), message.payload(), message.onDone());
          Responder responder =
              message.caller() == null
                  ? null
                  : new ErlangResponder(message.caller(), this::answer, nodes::fail);
          return new DeliveredMessage(incoming, address, responder);
        });
  }

  @Override
  public MemoryShare share(Address address) {
    InboundMemory.Share share = directory.memory(Directory.destination(address));
    return share == null ? null : new Share(share);
  }

  /** A destination's share of the memory, the same for messages of nodes of all kinds. */
  private record Share(InboundMemory.Share memory) implements MemoryShare {
    @Override
    public Place enter(int chunks, Consumer<Reservation> admitted) {
      return memory.enter(chunks, false, admitted)::leave;
    }
  }

  /** A process has a mailbox, which holds its messages as a whole. */
  @Override
  public BodySink stream(Address address, long size, LongConsumer roomUpTo, Runnable closed) {
    return address instanceof Address.Named
        ? new ErlangBody(StreamReceive.of(size, settings.receiveWindow(), memory, roomUpTo, closed))
        : null;
  }

  @Override
  public void undelivered(String to, String reason, boolean isAnswer) {
    if (isAnswer) {
      counters.add(Counters.Count.DEAD_ANSWERS);
    }
    deadLetters.add(to, reason, DeadLetter.Side.RECEIVER, -1, null);
  }

  @Override
  public void nodeUp(NodeName node, long creation) {
    known.remove(node);
    directory.nodeUp(node, creation);
  }

  @Override
  public void nodeDown(NodeName node, long creation, String reason) {
    directory.nodeDown(node, creation, reason);
  }
}
