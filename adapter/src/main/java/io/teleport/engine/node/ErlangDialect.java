package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.BodyLengthException;
import io.teleport.DeadLetter;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.erlang.AnswerListener;
import io.teleport.engine.erlang.Departure;
import io.teleport.engine.erlang.ErlangCaller;
import io.teleport.engine.erlang.ErlangMessage;
import io.teleport.engine.erlang.ErlangNodes;
import io.teleport.engine.erlang.ErlangSettings;
import io.teleport.engine.erlang.LocalProcesses;
import io.teleport.engine.erlang.ReceivedPayload;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Segment;
import io.teleport.engine.net.Tls;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.Outbound;
import io.teleport.engine.peer.Outcome;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.BinaryContent;
import io.teleport.term.Pid;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
   * @param hasPool returns whether there is a pool of sockets to a node
   * @throws IOException if the port cannot be opened
   */
  ErlangDialect(
      NodeSettings settings,
      Directory directory,
      PendingCalls calls,
      DeadLetters deadLetters,
      Loop loop,
      ChunkPool memory,
      Counters counters,
      RandomGenerator random,
      Predicate<NodeName> hasPool)
      throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.calls = calls;
    this.deadLetters = deadLetters;
    this.counters = counters;
    this.hasPool = hasPool;
    this.nanoTime = loop.nanoTime();
    this.decoder = new TermDecoder(settings.decodeLimits());
    this.nodes =
        new ErlangNodes(
            erlangSettings(settings, directory.creation()), loop, memory, this, counters, random);
    directory.whenGone(nodes::gone);
  }

  private static ErlangSettings erlangSettings(NodeSettings s, int creation) {
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
        erlang.ports(),
        erlang.isTls() ? new Tls(s.tls().context()) : null);
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
    GatherList content = message.payload().pumped() == null ? message.payload() : read(message);
    if (message.outcome() instanceof PendingCall call) {
      Runnable cancel = nodes.call(to, message.kind(), content, new Answer(call));
      var unused = call.answer().whenComplete((answer, failure) -> cancel.run());
      return () -> {};
    }
    CountDownLatch departed = new CountDownLatch(1);
    nodes.send(
        to,
        message.kind(),
        content,
        end -> {
          tell(message.outcome(), end);
          departed.countDown();
        });
    boolean keepsOrder =
        message.passage().strand() != Passage.NO_STRAND
            && message.payload().length() > settings.smallMessage();
    return keepsOrder ? () -> await(departed) : () -> {};
  }

  /** A large message would be overtaken by what follows it, unless that waits. */
  private void await(CountDownLatch departed) {
    try {
      if (!departed.await(settings.sendTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        Log.limited(
            "TLP1330",
            "a large message that keeps the order of its key did not leave within %d ms (sendTimeout); what follows may overtake it"
                .formatted(settings.sendTimeout().toMillis()),
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Erlang confirms nothing: a message that has left counts as received. */
  private static void tell(Outcome outcome, Departure end) {
    switch (end) {
      case LEFT -> outcome.confirmed();
      case CUT_SHORT -> outcome.lost("the connection was lost while it was being sent", true);
      case NOT_SENT -> outcome.lost("the connection was lost before it was sent", false);
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
    try {
      GatherList content = list.pumped() == null ? list : read(list);
      nodes.answer(
          caller,
          content,
          end -> {
            if (end != Departure.LEFT) {
              undelivered("the caller on " + caller.node(), end.text(), true);
            }
          });
    } catch (RuntimeException e) {
      list.release();
      throw e;
    }
  }

  private GatherList read(Outbound message) {
    return read(message.payload());
  }

  /**
   * Reads the stream that a message ends in. Erlang's protocol wants the length before the content,
   * and has no way to take back what has begun to leave.
   *
   * @return a list with the same segments and the content of the stream; one of the two lists is to
   *     be released
   */
  private GatherList read(GatherList list) {
    if (list.tailLength() == BinaryContent.UNKNOWN_SIZE) {
      throw new BodyLengthException("an Erlang node has to know the length of a stream before");
    }
    if (list.length() > settings.maxMessage()) {
      throw new MessageTooLargeException(
          "a stream of %d bytes to an Erlang node is read first, and maxMessage is %d; send a file, which is not"
              .formatted(list.tailLength(), settings.maxMessage()));
    }
    try (InputStream in = list.pumped().openStream()) {
      byte[] bytes = in.readNBytes((int) list.tailLength());
      if (bytes.length < list.tailLength() || in.read() >= 0) {
        throw new BodyLengthException(
            "a stream has another length than %d bytes".formatted(list.tailLength()));
      }
      List<Segment> segments = new ArrayList<>(list.segments());
      segments.add(new Segment.Heap(bytes, 0, bytes.length));
      return new GatherList(
          segments, list.headroom(), list.envelopeLength(), list.tailLength(), null);
    } catch (IOException e) {
      throw new TeleportException("the stream that a message ends in could not be read", e);
    }
  }

  // ------------------------------------------------------------------ what arrives

  private IncomingMessage incoming(
      MessageHeader header, NodeName sender, ReceivedPayload payload, Runnable onDone) {
    return payload instanceof ReceivedPayload.Heap heap
        ? IncomingMessage.held(header, sender, heap.bytes(), decoder, onDone)
        : IncomingMessage.held(
            header, sender, ((ReceivedPayload.Chunks) payload).memory(), decoder, onDone);
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
