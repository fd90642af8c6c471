package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.interleaving.Interleaving;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A new node is sent its first messages by several threads, while a pool of sockets to it starts,
 * fails and starts again. The peer, the association and the sender are the real ones; sockets are
 * not there, and the small loop is a thread that runs what it is given.
 */
public final class FirstMessages {

  private static final NodeHello.Limits LIMITS =
      new NodeHello.Limits(1 << 10, 64 << 10, 1 << 20, 16 << 10);
  private static final Destination TO = new Destination.Name("orders");
  private static final Destination ELSEWHERE = new Destination.Name("invoices");
  private static final String THERE = "beta@model";
  private static final long RECEIVER = 77;

  private static final List<First> MESSAGES =
      List.of(
          new First(TO, Passage.CONFIRMED),
          new First(ELSEWHERE, Passage.CONFIRMED),
          new First(TO, Passage.BEST_EFFORT));

  /** How an attempt to open a pool goes. */
  private enum Attempt {
    /** Nobody listens there. */
    REFUSED,
    /** The control socket is there, and is lost before the pool is complete. */
    HALF,
    /** The pool is complete and works. */
    COMPLETE,
    /** The pool is complete, and lost before it has carried anything. */
    LOST_AT_ONCE,
    /** The pool is complete and works, and is lost while it carries its first messages. */
    CUT,
    /** Like that, and the node is another one when it is back. */
    RESTARTED
  }

  private final Deque<Attempt> attempts;
  private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Counters counters = new Counters();
  private final Surroundings surroundings;
  private final Peer peer;
  private final AtomicInteger senders = new AtomicInteger(MESSAGES.size());
  private long incarnation = 1;

  /** A message of a thread: to whom, and how. */
  private record First(Destination to, Passage passage) {}

  /** Plays it; the names of the attempts, and the schedule. */
  public static final class Play implements BiConsumer<List<String>, List<Integer>> {

    /** Creates it. */
    public Play() {}

    @Override
    public void accept(List<String> attempts, List<Integer> schedule) {
      new FirstMessages(attempts.stream().map(Attempt::valueOf).toList()).play(schedule);
    }
  }

  /**
   * Creates it.
   *
   * @param attempts how each attempt goes; those that follow are complete
   */
  private FirstMessages(List<Attempt> attempts) {
    this.attempts = new ArrayDeque<>(attempts);
    PeerSettings settings =
        new PeerSettings(
            NodeName.of("alpha@model"),
            1,
            "cookie",
            LIMITS,
            DecodeLimits.DEFAULT,
            1,
            1L << 40,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofHours(1));
    surroundings =
        new Surroundings(
            settings,
            null,
            null,
            new ChunkPool(1 << 20, false),
            new TermDecoder(DecodeLimits.DEFAULT),
            new Deaf(),
            loop::add,
            counters,
            new Random(1));
    peer =
        new Peer(
            NodeName.of(THERE),
            surroundings,
            (delay, task) -> later(delay, task),
            () -> 0L,
            opening -> loop.add(() -> open(opening.result())),
            () -> false);
  }

  private void play(List<Integer> schedule) {
    Interleaving threads = new Interleaving(schedule);
    for (First first : MESSAGES) {
      threads.add("sender", () -> send(first.to(), first.passage()));
    }
    threads.add("loop", this::runLoop);
    try {
      threads.play();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    check();
  }

  /** Who is sent to is not who matters here. */
  private static final class Deaf implements MessageSink {
    @Override
    public Target find(MessageHeader header) {
      return null;
    }

    @Override
    public void nodeUp(NodeName node, long incarnation) {
      // nobody wants to know
    }

    @Override
    public void undeliverable(IncomingMessage message) {
      message.close();
    }

    @Override
    public void nodeUnreachable(NodeName node, String reason) {
      // nobody wants to know
    }

    @Override
    public void nodeDown(NodeName node, long incarnation, String reason) {
      // nobody wants to know
    }
  }

  /** A message, and what was said of it. */
  static final class Sent implements Outcome {
    private final List<String> told = new ArrayList<>();

    private synchronized void tell(String what) {
      told.add(what);
    }

    @Override
    public void confirmed() {
      tell("confirmed");
    }

    @Override
    public void rejected(RejectCode code, String detail) {
      tell("rejected");
    }

    @Override
    public void lost(String reason, boolean mayBeDelivered) {
      tell("lost");
    }

    @Override
    public void failed(TeleportException reason) {
      tell("failed");
    }
  }

  // ------------------------------------------------------------------ threads that send

  /** Sends a message until it is accepted, as whoever must not lose one does. */
  private void send(Destination to, Passage passage) {
    Sent mine = new Sent();
    synchronized (sent) {
      sent.add(mine);
    }
    GatherList payload = payload();
    boolean accepted = false;
    while (!accepted) {
      try {
        Association association = peer.obtain(Long.MAX_VALUE);
        association
            .sender()
            .send(new Outbound(MessageKind.SEND, 0, to, payload, mine, passage))
            .run();
        accepted = true;
      } catch (SessionClosedException | NodeDownException e) {
        // Not accepted: nothing may be said of it later.
        synchronized (mine) {
          assertThat(mine.told).isEmpty();
        }
      }
    }
    senders.decrementAndGet();
  }

  private static GatherList payload() {
    int headroom = FrameEncoder.messageHeadroom(TO, false);
    byte[] bytes = new byte[headroom + 3];
    return new GatherList(
        List.of(new Segment.Heap(bytes, 0, bytes.length)),
        headroom,
        bytes.length - headroom,
        0,
        null);
  }

  // ------------------------------------------------------------------ the thread of the loop

  /** Runs what the loop is given, until nobody sends any more and nothing is under way. */
  private void runLoop() {
    while (true) {
      Interleaving.await(() -> !loop.isEmpty() || senders.get() == 0);
      Runnable task = loop.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private void later(Duration delay, Runnable task) {
    if (delay.compareTo(Duration.ofMinutes(1)) < 0) {
      loop.add(task);
    } else {
      timers.add(task);
    }
  }

  private void open(PoolOpening.Result result) {
    Attempt attempt = attempts.isEmpty() ? Attempt.COMPLETE : attempts.remove();
    if (attempt == Attempt.REFUSED) {
      result.failed(new NodeDownException("nobody listens"));
      return;
    }
    NodeHello hello =
        new NodeHello(THERE, incarnation, 1, LIMITS, new byte[NodeHello.NONCE_LENGTH]);
    Wire wire =
        new Wire(peer.associate(hello), attempt == Attempt.COMPLETE || attempt == Attempt.CUT);
    wire.association().begun(wire);
    if (attempt == Attempt.HALF) {
      loop.add(
          () -> {
            wire.end(new IOException("reset"));
            result.failed(new NodeDownException("reset"));
          });
      return;
    }
    loop.add(
        () -> {
          wire.complete = true;
          result.opened(wire);
          if (attempt != Attempt.COMPLETE) {
            incarnation += attempt == Attempt.RESTARTED ? 1 : 0;
            loop.add(() -> wire.end(new IOException("reset")));
          }
        });
  }

  /** Fails if anything is wrong in the end. */
  private void check() {
    assertThat(peer.association().sender().departures().unconfirmed())
        .as("messages that nobody knows of")
        .isZero();
    for (Sent message : sent) {
      assertThat(message.told).as("what is said of a message").hasSize(1);
    }
  }

  /** A pool that answers at once, if at all. */
  private final class Wire extends PoolWithoutSockets {
    private final boolean answers;
    private final List<QueuedFrame> queue = new ArrayList<>();
    private volatile boolean complete;
    private volatile boolean ended;
    private volatile boolean settled;

    Wire(Association association, boolean answers) {
      super(association);
      this.answers = answers;
    }

    @Override
    public boolean isUsable() {
      return complete && !ended;
    }

    @Override
    public void control(byte[] bytes) {
      if (answers && decode(bytes, bytes.length) instanceof Frame.Begin) {
        loop.add(() -> receive(new Frame.Resume(RECEIVER)));
      }
    }

    @Override
    public void offerControl(QueuedFrame frame) {
      control(frame.array());
    }

    @Override
    public void offerSmall(QueuedFrame frame) {
      synchronized (queue) {
        queue.add(frame);
      }
    }

    @Override
    public void flushSmall() {
      if (!complete) {
        throw new AssertionError("a message on a pool that is not complete");
      }
      loop.add(this::write);
    }

    private void write() {
      for (QueuedFrame frame : take()) {
        if (ended) {
          frame.dropped();
        } else {
          frame.written();
          confirm(((Frame.Message) decode(frame.array(), frame.length())).header().number());
        }
      }
    }

    private List<QueuedFrame> take() {
      synchronized (queue) {
        List<QueuedFrame> taken = List.copyOf(queue);
        queue.clear();
        return taken;
      }
    }

    private void confirm(long number) {
      if (answers && number != 0) {
        loop.add(() -> receive(new Frame.Receipt(new long[] {number, number})));
      }
    }

    private void receive(Frame frame) {
      try {
        if (!ended) {
          association().handle(this, frame);
        }
      } catch (ProtocolViolationException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void discardSmall() {
      take().forEach(QueuedFrame::dropped);
    }

    @Override
    public void end(Throwable reason) {
      if (!ended) {
        ended = true;
        loop.add(
            () -> {
              settled = true;
              association().lost(this, "reset");
            });
      }
    }

    @Override
    public boolean isSettled() {
      return settled;
    }
  }
}
