package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A node without sockets, clock or threads: an association with another one, names that remember
 * what they got, and timers that run when the test says so.
 */
final class SimulatedNode implements MessageSink {

  static final String PROMPT = "prompt";
  static final String CAREFUL = "careful";
  static final String NOBODY = "nobody";

  private static final NodeHello.Limits LIMITS =
      new NodeHello.Limits(1 << 10, 64 << 10, 1 << 20, 16 << 10);

  /** What was sent, and what was said of it. */
  static final class Sent implements Outcome {
    final long id;
    final String to;
    final Passage passage;
    final List<String> told = new ArrayList<>();
    private final boolean isRequest;

    Sent(long id, String to, Passage passage, boolean isRequest) {
      this.id = id;
      this.to = to;
      this.passage = passage;
      this.isRequest = isRequest;
    }

    @Override
    public boolean isOfRequest() {
      return isRequest;
    }

    @Override
    public void confirmed() {
      told.add("confirmed");
    }

    @Override
    public void rejected(RejectCode code, String detail) {
      told.add("rejected " + code);
    }

    @Override
    public void lost(String reason, boolean mayBeDelivered) {
      told.add(mayBeDelivered ? "perhaps" : "not sent");
    }

    @Override
    public void failed(TeleportException reason) {
      told.add("failed");
    }
  }

  private record Task(long due, long order, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return due == other.due ? Long.compare(order, other.order) : Long.compare(due, other.due);
    }
  }

  final Map<Long, Sent> sent = new HashMap<>();
  final List<Long> received = new ArrayList<>();
  final Map<String, List<Long>> receivedOnStrand = new HashMap<>();
  final Set<Long> ignored = new HashSet<>();
  final List<String> events = new ArrayList<>();
  final Map<Class<? extends Frame>, Integer> handled = new HashMap<>();
  final ChunkPool memory = new ChunkPool(8L << 20, true);
  private final List<IncomingMessage> held = new ArrayList<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final InboundMemory shares = new InboundMemory(memory);
  private final Map<String, InboundMemory.Share> share = new HashMap<>();
  private final Association association;

  /** What happens while a message is being handed on. */
  Runnable meanwhile = () -> {};

  /** Whether nobody is registered any more. */
  boolean deaf;

  private long now;
  private long order;

  SimulatedNode(String name, String other, long seed) {
    this(name, other, seed, LIMITS);
  }

  SimulatedNode(String name, String other, long seed, NodeHello.Limits limits) {
    PeerSettings settings =
        new PeerSettings(
            NodeName.of(name),
            seed,
            "cookie",
            limits,
            DecodeLimits.DEFAULT,
            1,
            1L << 40,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofHours(1));
    Surroundings surroundings =
        new Surroundings(
            settings,
            null,
            null,
            memory,
            new TermDecoder(DecodeLimits.DEFAULT),
            this,
            Runnable::run,
            new Counters(),
            new Random(seed));
    association =
        new Association(
            NodeName.of(other),
            new NodeHello(other, 1, 1, limits, new byte[NodeHello.NONCE_LENGTH]),
            surroundings,
            (delay, task) -> tasks.add(new Task(now + delay.toMillis(), order++, task)),
            () -> {});
  }

  Association association() {
    return association;
  }

  /** Sends a message with an identifier and so many bytes. */
  void send(long id, String to, int size, Passage passage) {
    send(id, to, size, passage, false);
  }

  /** Sends a message that can be taken back as requests are. */
  void request(long id, String to, int size, Passage passage) {
    send(id, to, size, passage, true);
  }

  private void send(long id, String to, int size, Passage passage, boolean isRequest) {
    byte[] content = new byte[size];
    new Random(id).nextBytes(content);
    Term term = Tuple.of(IntegerTerm.of(id), Binary.wrap(content));
    Destination destination = new Destination.Name(to);
    int headroom = FrameEncoder.messageHeadroom(destination, passage.strand() >= 0);
    GatherList payload = new TermEncoder().write(term, headroom);
    GatherList ready = payload.length() <= 1 << 10 ? SegmentCopy.flatten(payload) : payload;
    Sent mine = new Sent(id, to, passage, isRequest);
    sent.put(id, mine);
    try {
      association
          .sender()
          .send(new Outbound(MessageKind.SEND, 0, destination, ready, mine, passage))
          .run();
    } catch (SessionClosedException e) {
      throw new AssertionError(e);
    }
  }

  // ------------------------------------------------------------------ what arrives

  @Override
  public Target find(MessageHeader header) {
    String name = ((Destination.Name) header.destination()).name();
    if (deaf || name.equals(NOBODY)) {
      return null;
    }
    return new Target() {
      @Override
      public void deliver(IncomingMessage message) {
        take(message);
      }

      @Override
      public boolean confirmsOnReturn() {
        return name.equals(CAREFUL);
      }

      @Override
      public InboundMemory.Share memory() {
        return share.computeIfAbsent(name, key -> shares.share());
      }
    };
  }

  private void take(IncomingMessage message) {
    Tuple tuple = (Tuple) message.decode();
    long id = ((IntegerTerm) tuple.get(0)).longValue();
    if (ignored.contains(id)) {
      message.close();
      return;
    }
    byte[] expected = new byte[(int) ((Binary) tuple.get(1)).size()];
    new Random(id).nextBytes(expected);
    assertThat(tuple.get(1)).isEqualTo(Binary.wrap(expected));
    received.add(id);
    meanwhile.run();
    if (message.strand() >= 0) {
      String strand = message.header().destination() + " " + message.strand();
      receivedOnStrand.computeIfAbsent(strand, key -> new ArrayList<>()).add(id);
    }
    held.add(message);
  }

  /** Lets a listener return, if one has something. */
  boolean returnFromListener(int which) {
    if (held.isEmpty()) {
      return false;
    }
    IncomingMessage message = held.remove(Math.floorMod(which, held.size()));
    message.confirm();
    message.close();
    return true;
  }

  @Override
  public void undeliverable(IncomingMessage message) {
    message.close();
  }

  @Override
  public void nodeUp(NodeName node, long incarnation) {
    events.add("up");
  }

  @Override
  public void nodeUnreachable(NodeName node, String reason) {
    events.add("unreachable");
  }

  @Override
  public void nodeDown(NodeName node, long incarnation, String reason) {
    events.add("down");
  }

  /** Lets time pass until the next timer, and runs it; returns whether there was one. */
  boolean runTimer() {
    Task next = tasks.peek();
    if (next == null || next.due() - now > Duration.ofMinutes(1).toMillis()) {
      return false;
    }
    tasks.remove();
    now = next.due();
    next.action().run();
    return true;
  }
}
