package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * One complete pool of sockets to one incarnation of a peer, and all that is under way on it.
 *
 * <p>It is put together socket by socket, and used for sending only once {@link #isComplete}. It
 * lives and dies as a whole: when a socket is lost, all are closed, and the outcome of everything
 * that was under way is told.
 *
 * <p>{@link Sender} has what leaves, {@link Receiver} what arrives; this class has the sockets, and
 * passes each frame on to the one or the other. Methods may be called by any thread unless they say
 * otherwise.
 */
final class Session {

  private static final int FRAME_OVERHEAD = 2048;
  private static final int STAGING = 64 << 10;
  private static final long MAX_CONTROL_BACKLOG = 8 << 20;

  private final Surroundings surroundings;
  private final NodeName peer;
  private final NodeHello theirs;
  private final int bulkSockets;
  private final BiConsumer<Session, String> onEnded;
  private final FrameWriter controlWriter = new FrameWriter(ByteBuffer.allocateDirect(STAGING));
  private final FrameWriter smallWriter = new FrameWriter(ByteBuffer.allocateDirect(STAGING));
  private final LoopGroup.Spread bulkLoops;
  private final List<BulkWriter> bulkWriters = new CopyOnWriteArrayList<>();
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger openLinks = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Sender sender;
  private final Receiver receiver;
  private final Pings pings = new Pings();
  private final Liveness liveness;
  private volatile Link control;
  private volatile Link small;
  private volatile boolean complete;
  private volatile boolean leaving;
  private volatile boolean peerLeaves;
  private volatile String endReason = "closed";

  /**
   * Creates a session without sockets.
   *
   * @param theirs what the peer said of itself
   * @param bulkSockets how many bulk sockets the pool has
   * @param onEnded told once, on a loop, when everything has come to its end, and why
   */
  Session(
      Surroundings surroundings,
      NodeName peer,
      NodeHello theirs,
      int bulkSockets,
      BiConsumer<Session, String> onEnded) {
    this.surroundings = surroundings;
    this.peer = peer;
    this.theirs = theirs;
    this.bulkSockets = bulkSockets;
    this.bulkLoops = surroundings.bulkLoops().spread();
    this.onEnded = onEnded;
    this.sender = new Sender(this, surroundings, theirs.limits(), smallWriter, controlWriter);
    this.receiver = new Receiver(this, surroundings);
    this.liveness = new Liveness(this, surroundings);
  }

  NodeName peer() {
    return peer;
  }

  NodeHello theirs() {
    return theirs;
  }

  Sender sender() {
    return sender;
  }

  // ------------------------------------------------------------------ putting the pool together

  /**
   * Takes a socket into the pool. Called on the loop that has the link, when its handshake is done.
   */
  void add(Link link, Lane lane) {
    links.add(link);
    openLinks.incrementAndGet();
    NodeHello.Limits ours = surroundings.settings().limits();
    switch (lane) {
      case CONTROL -> {
        FrameReader reader =
            new FrameReader(
                ours.smallMessage() + FRAME_OVERHEAD,
                f -> handle(link, f),
                surroundings.smallLoop()::stayWithSockets);
        link.moveTo(surroundings.smallLoop(), reader, controlWriter);
        control = link;
      }
      case SMALL -> {
        FrameReader reader =
            new FrameReader(
                ours.smallMessage() + FRAME_OVERHEAD,
                f -> handle(link, f),
                surroundings.smallLoop()::stayWithSockets);
        link.moveTo(surroundings.smallLoop(), reader, smallWriter);
        small = link;
      }
      case BULK -> {
        int fragment = Math.min(ours.fragmentSize(), theirs.limits().fragmentSize());
        BulkWriter writer = new BulkWriter(fragment);
        writer.attachTo(link);
        BulkReader reader =
            new BulkReader(
                ours.fragmentSize(), receiver::find, receiver::complete, f -> handle(link, f));
        link.moveTo(bulkLoops.next(), reader, writer);
        bulkWriters.add(writer);
      }
    }
    if (ended.get()) {
      link.close(null);
    }
  }

  /** Returns whether all sockets of the pool are there. */
  boolean hasAllLinks() {
    return control != null && small != null && bulkWriters.size() == bulkSockets;
  }

  /** Makes the session usable for sending: from here on it counts as started. */
  void publish() {
    complete = true;
    liveness.begin();
  }

  /** Returns whether messages can be sent. */
  boolean isUsable() {
    return complete && !ended.get() && !leaving && !peerLeaves;
  }

  boolean isComplete() {
    return complete;
  }

  // ------------------------------------------------------------------ frames

  private void handle(Link link, Frame frame) throws ProtocolViolationException {
    if (frame instanceof Frame.Message message) {
      receiver.onMessage(message);
    } else if (frame instanceof Frame.Credit credit) {
      sender.onCredit(credit.destination(), credit.bytes());
    } else if (frame instanceof Frame.Receipt receipt) {
      sender.onReceipt(receipt.ranges());
    } else if (frame instanceof Frame.Open open) {
      receiver.onOpen(open);
    } else if (frame instanceof Frame.Allow allow) {
      sender.onAllow(allow.number(), allow.upTo());
    } else if (frame instanceof Frame.Reject reject) {
      sender.onReject(reject.number(), reject.code(), reject.detail());
    } else if (frame instanceof Frame.Abort abort) {
      receiver.onAbort(abort.number(), abort.reason());
    } else if (frame instanceof Frame.Ping ping) {
      pong(link, ping.nonce());
    } else if (frame instanceof Frame.Pong pong) {
      pings.onPong(pong.nonce());
    } else if (frame instanceof Frame.Goodbye goodbye) {
      onGoodbye(goodbye.reason());
    }
  }

  /** Sends a frame on the control lane. */
  void control(byte[] frame) {
    controlWriter.offer(new QueuedFrame.Control(frame));
    control.flush();
    if (controlWriter.backlog() > MAX_CONTROL_BACKLOG) {
      end(new IOException("the peer does not read its control socket"));
    }
  }

  /** Makes sure that what is queued on the small lane leaves. */
  void flushSmall() {
    small.flush();
  }

  /** Makes sure that what is queued on the control lane leaves. */
  void flushControl() {
    control.flush();
  }

  private void pong(Link link, long nonce) {
    // The answer to a ping on the small lane goes back there, so that a round trip shows that the
    // socket works.
    if (link == small) {
      smallWriter.offer(new QueuedFrame.Control(FrameEncoder.pong(nonce)));
      small.flush();
    } else {
      control(FrameEncoder.pong(nonce));
    }
  }

  /** Sends a ping on the control and small lanes; completes when both came back. */
  CompletableFuture<Void> ping() {
    Pings.Expected first = pings.expect();
    Pings.Expected second = pings.expect();
    CompletableFuture<Void> both = CompletableFuture.allOf(first.pong(), second.pong());
    control(FrameEncoder.ping(first.nonce()));
    smallWriter.offer(new QueuedFrame.Control(FrameEncoder.ping(second.nonce())));
    small.flush();
    if (ended.get()) {
      pings.fail(endReason);
    }
    return both;
  }

  /** Chooses the bulk socket that has the least to do. */
  BulkWriter leastLoaded() {
    BulkWriter best = null;
    for (BulkWriter writer : bulkWriters) {
      if (best == null || writer.load() < best.load()) {
        best = writer;
      }
    }
    return best;
  }

  /** Returns when bytes last arrived on any socket. */
  long lastRead() {
    long latest = control.lastRead();
    for (Link link : links) {
      if (link.lastRead() - latest > 0) {
        latest = link.lastRead();
      }
    }
    return latest;
  }

  /** Returns when bytes were last written on the control socket. */
  long lastControlWrite() {
    return control.lastWrite();
  }

  // ------------------------------------------------------------------ the end

  private void onGoodbye(String reason) {
    peerLeaves = true;
    Log.debug("TLP1201", peer + " says goodbye: " + reason);
    endReason = "the node said goodbye: " + reason;
    end(null);
  }

  /** A socket was lost, or closed by {@link #end}. Called by the link's loop. */
  void onLinkClosed(Throwable reason) {
    end(reason);
    if (openLinks.decrementAndGet() == 0) {
      surroundings.smallLoop().execute(this::settle);
    }
  }

  /** Closes all sockets; the outcome of everything that is under way will be told. */
  void end(Throwable reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    if (reason != null) {
      endReason = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }
    if (reason instanceof ProtocolViolationException) {
      surroundings.counters().add(Counters.Count.PROTOCOL_VIOLATIONS);
      Log.limited(
          "TLP1202", "the connection to " + peer + " is closed: it sent " + endReason, null);
    } else if (reason != null && complete && !leaving) {
      surroundings.counters().add(Counters.Count.POOLS_LOST);
      Log.limited("TLP1203", "the connection to " + peer + " is lost: " + endReason, null);
    }
    liveness.stop();
    sender.refuse();
    links.forEach(link -> link.close(reason));
    if (openLinks.get() == 0) {
      surroundings.smallLoop().execute(this::settle);
    }
  }

  private void settle() {
    if (settled.getCount() == 0) {
      return;
    }
    settled.countDown();
    String reason = "connection to " + peer + " ended: " + endReason;
    receiver.fail(reason);
    sender.fail(reason);
    pings.fail(reason);
    onEnded.accept(this, endReason);
  }

  /** Takes no more messages. The first step of leaving in good order. */
  void beginLeaving() {
    leaving = true;
  }

  /**
   * Waits until the peer has confirmed what it was sent; returns how many messages it has not. The
   * second step.
   */
  int awaitConfirmed(long deadlineNanos) throws InterruptedException {
    return complete && !ended.get() ? sender.awaitConfirmed(deadlineNanos) : 0;
  }

  /** Says goodbye. The third step. */
  void sayGoodbye(String reason) {
    if (complete && !ended.get()) {
      receiver.flushReceipts();
      control(FrameEncoder.goodbye(reason));
    }
  }

  /**
   * Waits until the peer has closed, as it does when it hears the goodbye: closing first could
   * destroy what it has not read yet. Closes if it does not. The last step.
   */
  void awaitEnd(long deadlineNanos) throws InterruptedException {
    if (complete) {
      settled.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    end(null);
    if (!settled.await(1, TimeUnit.SECONDS)) {
      Log.warn("TLP1204", "the connection to " + peer + " could not be closed within a second");
    }
  }

  @Override
  public String toString() {
    return "Session[" + peer + ", incarnation " + theirs.incarnation() + "]";
  }

  /** The credit of a destination that this node gives back. */
  void credit(Destination destination, long bytes) {
    control(FrameEncoder.credit(destination, bytes));
  }
}
