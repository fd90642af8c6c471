package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.FlightRecorder;
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

/**
 * One complete pool of sockets to one incarnation of a peer.
 *
 * <p>It is put together socket by socket, and used for sending only once {@link #isComplete}. It
 * lives and dies as a whole: when a socket is lost, all are closed. What was under way belongs to
 * the {@link Association}, and goes on by the next pool.
 *
 * <p>Methods may be called by any thread unless they say otherwise.
 */
final class Session implements Pool {

  private static final int FRAME_OVERHEAD = 2048;
  private static final int STAGING = 64 << 10;
  private static final long MAX_CONTROL_BACKLOG = 8 << 20;

  private final Surroundings surroundings;
  private final NodeName peer;
  private final NodeHello theirs;
  private final int bulkSockets;
  private final Association association;
  private final Runnable onEnded;
  private final FrameWriter controlWriter = new FrameWriter(ByteBuffer.allocateDirect(STAGING));
  private final FrameWriter smallWriter = new FrameWriter(ByteBuffer.allocateDirect(STAGING));
  private final LoopGroup.Spread bulkLoops;
  private final List<BulkWriter> bulkWriters = new CopyOnWriteArrayList<>();
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger openLinks = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Pings pings = new Pings();
  private final Liveness liveness;
  private volatile Link control;
  private volatile Link small;
  private volatile boolean complete;
  private volatile boolean leaving;
  private volatile boolean peerLeaves;
  private volatile boolean violated;
  private volatile String endReason = "closed";

  /**
   * Creates a session without sockets.
   *
   * @param theirs what the peer said of itself
   * @param association what is under way between the two nodes; told when the pool is lost
   * @param bulkSockets how many bulk sockets the pool has
   * @param onEnded told once, on the small loop, after the association
   */
  Session(
      Surroundings surroundings,
      NodeName peer,
      NodeHello theirs,
      Association association,
      int bulkSockets,
      Runnable onEnded) {
    this.surroundings = surroundings;
    this.peer = peer;
    this.theirs = theirs;
    this.association = association;
    this.bulkSockets = bulkSockets;
    this.bulkLoops = surroundings.bulkLoops().spread();
    this.onEnded = onEnded;
    this.liveness = new Liveness(this, surroundings);
    association.begun(this);
  }

  NodeName peer() {
    return peer;
  }

  @Override
  public int bulkSockets() {
    return bulkSockets;
  }

  NodeHello theirs() {
    return theirs;
  }

  @Override
  public Association association() {
    return association;
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
                ours.fragmentSize(),
                association.receiver().large()::find,
                association.receiver().large()::complete,
                f -> handleOnBulk(link, f));
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

  @Override
  public boolean isUsable() {
    return complete && !ended.get() && !leaving && !peerLeaves;
  }

  boolean isComplete() {
    return complete;
  }

  // ------------------------------------------------------------------ frames

  private void handle(Link link, Frame frame) throws ProtocolViolationException {
    if (frame instanceof Frame.Ping ping) {
      pong(link, ping.nonce());
    } else if (frame instanceof Frame.Pong pong) {
      pings.onPong(pong.nonce());
    } else if (frame instanceof Frame.Goodbye goodbye) {
      onGoodbye(goodbye.reason());
    } else if (!(frame instanceof Frame.Tick)) {
      association.handle(this, frame);
    }
  }

  /** All others are for the small loop, which this is not. */
  private void handleOnBulk(Link link, Frame frame) throws ProtocolViolationException {
    if (!(frame instanceof Frame.Tick
        || frame instanceof Frame.Ping
        || frame instanceof Frame.Pong)) {
      throw new ProtocolViolationException(
          "a " + frame.getClass().getSimpleName() + " on a bulk socket");
    }
    handle(link, frame);
  }

  @Override
  public void offerControl(QueuedFrame frame) {
    controlWriter.offer(frame);
  }

  @Override
  public void offerSmall(QueuedFrame frame) {
    smallWriter.offer(frame);
  }

  @Override
  public void discardSmall() {
    smallWriter.discard();
  }

  @Override
  public void control(byte[] frame) {
    controlWriter.offer(new QueuedFrame.Control(frame));
    control.flush();
    limitBacklog();
  }

  private void limitBacklog() {
    if (controlWriter.backlog() > MAX_CONTROL_BACKLOG) {
      end(new IOException("the peer does not read its control socket"));
    }
  }

  @Override
  public void flushSmall() {
    small.flush();
  }

  @Override
  public void flushControl() {
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

  @Override
  public CompletableFuture<Void> ping() {
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

  @Override
  public BulkWriter leastLoaded() {
    BulkWriter best = null;
    for (BulkWriter writer : bulkWriters) {
      if (best == null || writer.load() < best.load()) {
        best = writer;
      }
    }
    return best;
  }

  /** Returns when bytes last arrived on the socket that has been silent for longest. */
  long lastRead() {
    long earliest = control.lastRead();
    for (Link link : links) {
      earliest = link.lastRead() - earliest < 0 ? link.lastRead() : earliest;
    }
    return earliest;
  }

  /** Sends a tick on each socket that has been idle since a moment. */
  void tick(long idleSince) {
    if (control.lastWrite() - idleSince <= 0) {
      control(FrameEncoder.tick());
    }
    if (small.lastWrite() - idleSince <= 0) {
      smallWriter.offer(new QueuedFrame.Control(FrameEncoder.tick()));
      small.flush();
    }
    for (BulkWriter writer : bulkWriters) {
      writer.tickIfIdle(idleSince);
    }
  }

  // ------------------------------------------------------------------ the end

  private void onGoodbye(String reason) {
    peerLeaves = true;
    Log.debug("TLP1201", peer + " says goodbye: " + reason);
    endReason = "the node said goodbye: " + reason;
    association.end(endReason);
    end(null);
  }

  /** A socket was lost, or closed by {@link #end}. Called by the link's loop. */
  void onLinkClosed(Throwable reason) {
    end(reason);
    if (openLinks.decrementAndGet() == 0) {
      surroundings.smallLoop().execute(this::settle);
    }
  }

  @Override
  public void end(Throwable reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    if (reason != null) {
      endReason = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }
    if (reason instanceof ProtocolViolationException) {
      violated = true;
      surroundings.counters().add(Counters.Count.PROTOCOL_VIOLATIONS);
      Log.limited(
          "TLP1202", "the connection to " + peer + " is closed: it sent " + endReason, null);
    } else if (reason != null && complete && !leaving && !peerLeaves) {
      surroundings.counters().add(Counters.Count.POOLS_LOST);
      FlightRecorder.poolLost(peer.toString(), endReason);
      Log.limited("TLP1203", "the connection to " + peer + " is lost: " + endReason, null);
    }
    liveness.stop();
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
    pings.fail("connection to " + peer + " ended: " + endReason);
    association.lost(this, endReason);
    onEnded.run();
  }

  @Override
  public boolean isSettled() {
    return settled.getCount() == 0;
  }

  @Override
  public boolean isLast() {
    return peerLeaves || violated;
  }

  /** Returns why it ended. */
  String endReason() {
    return endReason;
  }

  @Override
  public void beginLeaving() {
    leaving = true;
  }

  @Override
  public void sayGoodbye(String reason) {
    if (complete && !ended.get()) {
      controlWriter.offer(new QueuedFrame.Control(FrameEncoder.goodbye(reason)));
      control.flushAtOnce();
      limitBacklog();
    }
  }

  @Override
  public void awaitEnd(long deadlineNanos) throws InterruptedException {
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
}
