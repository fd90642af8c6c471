package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What leaves by one session: gives messages their numbers, holds them to the credit of their
 * destination, and keeps them until the peer confirms them.
 *
 * <p>{@link #send} is called by threads that may block; the {@code on…} methods by loops.
 */
final class Sender {

  /** What the objects of a large message take besides its bytes. */
  private static final int BULK_OBJECTS = 1 << 10;

  /** What an open file counts as: with the default queue, a thousand wait at the most. */
  private static final int OPEN_FILE = 64 << 10;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Session session;
  private final PeerSettings settings;
  private final Counters counters;
  private final NodeHello.Limits theirs;
  private final FrameWriter smallLane;
  private final FrameWriter controlLane;
  private final int smallLimit;
  private final SendBudget budget;
  private final SendBudget.Share answers;
  private final PumpBuffers buffers = new PumpBuffers();
  private final AtomicLong numbers = new AtomicLong();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Map<Destination, OutboundAccount> accounts = new ConcurrentHashMap<>();
  private final Object idle = new Object();
  private volatile boolean refusing;

  Sender(
      Session session,
      Surroundings surroundings,
      NodeHello.Limits theirs,
      FrameWriter smallLane,
      FrameWriter controlLane) {
    this.session = session;
    this.settings = surroundings.settings();
    this.counters = surroundings.counters();
    this.theirs = theirs;
    this.smallLane = smallLane;
    this.controlLane = controlLane;
    this.smallLimit = Math.min(settings.limits().smallMessage(), theirs.smallMessage());
    this.budget = new SendBudget(settings.sendQueue());
    this.answers = budget.share();
  }

  /**
   * Accepts a message. When this returns, its outcome will be told; when it throws, it will not,
   * and the payload is still the caller's. Blocks while the queue is full.
   *
   * @return what is left for the calling thread to do: reading the stream that the message ends
   *     with
   * @throws SessionClosedException if another session has to be tried
   */
  Runnable send(Outbound message) throws SessionClosedException {
    GatherList payload = message.payload();
    long length = payload.length();
    Runnable rest = Sender::nothing;
    if (payload.pumped() == null
        && length >= 0
        && length <= smallLimit
        && payload.segments().size() == 1) {
      sendSmall(message, (Segment.Heap) payload.segments().get(0), (int) length);
    } else {
      rest = sendBulk(message);
    }
    counters.add(Counters.Count.MESSAGES_SENT);
    return rest;
  }

  private void sendSmall(Outbound message, Segment.Heap bytes, int length)
      throws SessionClosedException {
    byte[] frame = bytes.array();
    int total = message.payload().headroom() + length;
    FrameEncoder.message(
        frame, message.kind(), message.correlation(), message.destination(), length);
    SendBudget.Share share = reserve(SmallSend.charge(total), message);
    SmallSend send = new SmallSend(frame, total, smallLane, share, message.outcome());
    long number = numbers.incrementAndGet();
    FrameEncoder.number(frame, number);
    if (accept(number, send) && submit(message.destination(), send)) {
      session.flushSmall();
    }
  }

  private Runnable sendBulk(Outbound message) throws SessionClosedException {
    GatherList payload = message.payload();
    boolean inline = payload.tailLength() != 0 && payload.envelopeLength() <= smallLimit;
    checkSize(message, inline);
    ByteBuffer envelope = inline ? envelope(payload) : EMPTY;
    byte[] announcement =
        FrameEncoder.open(
            message.kind(),
            message.correlation(),
            message.destination(),
            payload.envelopeLength(),
            payload.tailLength(),
            payload.segments().stream().anyMatch(Segment.Chunks.class::isInstance),
            envelope);
    long charged = charge(payload, announcement.length);
    SendBudget.Share share = reserve(charged, message);
    long skip = payload.headroom() + (inline ? payload.envelopeLength() : 0);
    long number = numbers.incrementAndGet();
    BulkSend send =
        new BulkSend(
            announcement,
            controlLane,
            payload,
            skip,
            share,
            charged,
            message.outcome(),
            fault -> takeBack(number, fault));
    send.number(number);
    if (!accept(number, send)) {
      return Sender::nothing;
    }
    if (submit(message.destination(), send)) {
      session.flushControl();
    }
    if (payload.pumped() == null) {
      return Sender::nothing;
    }
    Pump pump =
        new Pump(send, payload.pumped(), buffers, settings.sendTimeout(), message.destination());
    return () -> pump.run(reason -> abort(number, reason));
  }

  private static void nothing() {
    // the message needs no more of its sender's time
  }

  /** Takes the part of the envelope that precedes the tail out of the list's first segments. */
  private static ByteBuffer envelope(GatherList payload) {
    ByteBuffer envelope = ByteBuffer.allocate((int) payload.envelopeLength());
    int skip = payload.headroom();
    for (Segment segment : payload.segments()) {
      if (!envelope.hasRemaining()) {
        break;
      }
      if (segment instanceof Segment.Heap heap) {
        int count = Math.min(heap.count() - skip, envelope.remaining());
        envelope.put(heap.array(), heap.offset() + skip, count);
      } else {
        SegmentCopy.copy(segment, envelope);
      }
      skip = 0;
    }
    return envelope.flip();
  }

  /**
   * Returns how much room in the send queue a message takes. Of a file it is not the content that
   * counts but the descriptor, of which a process has few; what was received is counted there, so
   * that passing it on does not wait for room.
   */
  private static long charge(GatherList payload, int announcement) {
    long memory = (long) announcement + BULK_OBJECTS;
    for (Segment segment : payload.segments()) {
      if (segment instanceof Segment.FileRange) {
        memory += OPEN_FILE;
      } else if (!(segment instanceof Segment.Chunks)) {
        memory += segment.length();
      }
    }
    return memory;
  }

  private void checkSize(Outbound message, boolean inline) {
    long length = message.payload().length();
    boolean whole = length >= 0 && length <= theirs.maxMessage();
    boolean answer = message.kind().isAnswer();
    if (whole || (inline && !answer)) {
      return;
    }
    String size = length < 0 ? "of unknown length" : "of " + length + " bytes";
    String rule =
        answer
            ? "answers must fit into the maxMessage of the caller's node ("
                + theirs.maxMessage()
                + " bytes)"
            : "it may have any size if it ends in one large binary, which the receiver reads as a"
                + " stream; other messages must fit into the receiver's maxMessage ("
                + theirs.maxMessage()
                + " bytes)";
    throw new MessageTooLargeException(
        "a message %s to %s on %s is too large: %s"
            .formatted(size, name(message.destination()), session.peer(), rule));
  }

  private SendBudget.Share reserve(long bytes, Outbound message) throws SessionClosedException {
    if (refusing) {
      throw new SessionClosedException();
    }
    Destination destination = message.destination();
    SendBudget.Share share =
        destination instanceof Destination.Caller ? answers : account(destination).budget();
    try {
      if (share.acquire(bytes, settings.sendTimeout().toNanos())) {
        return share;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for room in the send queue", e);
    }
    counters.add(Counters.Count.BACKPRESSURE);
    throw new BackpressureException(
        "the send queue to %s holds %d of %d bytes, %d of them for %s, and had no room for %d more within %d ms; send less, or raise sendQueue or sendTimeout"
            .formatted(
                session.peer(),
                budget.used(),
                budget.limit(),
                share.taken(),
                name(destination),
                bytes,
                settings.sendTimeout().toMillis()));
  }

  /**
   * Makes the message one that is under way.
   *
   * @return false if its outcome, that it is lost, was told already
   */
  private boolean accept(long number, Outgoing send) throws SessionClosedException {
    unconfirmed.put(number, send);
    if (!refusing) {
      return true;
    }
    if (unconfirmed.remove(number) != null) {
      send.withdraw();
      throw new SessionClosedException();
    }
    return false;
  }

  private boolean submit(Destination destination, OutboundAccount.Passenger passenger) {
    if (destination instanceof Destination.Caller) {
      // Answers need no credit: whoever asked has room for the answer.
      passenger.go();
      return true;
    }
    return account(destination).submit(passenger);
  }

  private OutboundAccount account(Destination destination) {
    OutboundAccount account = accounts.get(destination);
    if (account == null) {
      account =
          accounts.computeIfAbsent(
              destination, key -> new OutboundAccount(theirs.receiveWindow(), budget.share()));
    }
    return account;
  }

  private void abort(long number, String reason) {
    Outgoing send = unconfirmed.remove(number);
    if (send instanceof BulkSend bulk) {
      boolean announced = bulk.isAnnounced();
      bulk.cancel();
      if (announced) {
        session.control(FrameEncoder.abort(number, reason));
      }
    }
  }

  /** A message that nobody supplies, since all was known of it, turned out to be unreadable. */
  private void takeBack(long number, TeleportException fault) {
    if (unconfirmed.remove(number) instanceof BulkSend bulk) {
      bulk.failed(fault);
      session.control(
          FrameEncoder.abort(number, "the sender's file failed: " + fault.getMessage()));
    }
    signalIfIdle();
  }

  // ------------------------------------------------------------------ what the peer says

  void onCredit(Destination destination, long bytes) {
    OutboundAccount account = accounts.get(destination);
    if (account != null && account.credit(bytes)) {
      session.flushSmall();
      session.flushControl();
    }
  }

  void onReceipt(long[] ranges) throws ProtocolViolationException {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i + 1] > numbers.get()) {
        throw new ProtocolViolationException(
            "a receipt for message " + ranges[i + 1] + ", which was never sent");
      }
      unconfirmed.remove(ranges[i], ranges[i + 1], Outgoing::confirmed);
    }
    signalIfIdle();
  }

  void onReject(long number, RejectCode code, String detail) {
    Outgoing send = unconfirmed.remove(number);
    if (send != null) {
      send.rejected(code, detail);
    }
    signalIfIdle();
  }

  void onAllow(long number, long upTo) {
    if (unconfirmed.get(number) instanceof BulkSend bulk) {
      bulk.allow(upTo, session::leastLoaded);
    }
  }

  // ------------------------------------------------------------------ the end

  /** Accepts nothing more. */
  void refuse() {
    refusing = true;
    budget.close();
  }

  /** Tells everything that is under way that it is lost. */
  void fail(String reason) {
    accounts.values().forEach(OutboundAccount::clear);
    unconfirmed.removeAll().forEach(send -> send.lost(reason));
    signalIfIdle();
  }

  /** Waits until everything is confirmed; returns how many messages are not. */
  int awaitConfirmed(long deadlineNanos) throws InterruptedException {
    synchronized (idle) {
      long left = deadlineNanos - System.nanoTime();
      while (!unconfirmed.isEmpty() && left > 0) {
        idle.wait(left / 1_000_000, (int) (left % 1_000_000));
        left = deadlineNanos - System.nanoTime();
      }
    }
    return unconfirmed.size();
  }

  private void signalIfIdle() {
    if (unconfirmed.isEmpty()) {
      synchronized (idle) {
        idle.notifyAll();
      }
    }
  }

  private static String name(Destination destination) {
    if (destination instanceof Destination.Name name) {
      return "'" + name.name() + "'";
    }
    return destination instanceof Destination.Caller ? "the caller" : destination.toString();
  }
}
