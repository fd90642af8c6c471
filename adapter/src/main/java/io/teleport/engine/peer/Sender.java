package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Accepts what is to leave for one incarnation of a peer: takes room in the send queue, puts the
 * first frame together, and holds messages to the credit of their destination. What becomes of them
 * then is for its {@link Departures}. It outlives the sockets.
 *
 * <p>{@link #send} is called by threads that may block.
 */
final class Sender {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Association association;
  private final PeerSettings settings;
  private final Counters counters;
  private final NodeHello.Limits theirs;
  private final int smallLimit;
  private final SendBudget budget;
  private final SendBudget.Share answers;
  private final PumpBuffers buffers = new PumpBuffers();
  private final OutboundAccounts accounts;
  private final Departures departures;
  private final Consumer<SmallSend> way;
  private volatile boolean refusing;

  Sender(Association association, Surroundings surroundings, NodeHello.Limits theirs) {
    this.association = association;
    this.settings = surroundings.settings();
    this.counters = surroundings.counters();
    this.theirs = theirs;
    this.smallLimit = Math.min(settings.limits().smallMessage(), theirs.smallMessage());
    this.budget = new SendBudget(settings.sendQueue());
    this.answers = budget.share();
    this.accounts =
        new OutboundAccounts(
            budget,
            theirs.receiveWindow(),
            to -> FlightRecorder.stall(association.node(), to::text, "credit"));
    this.departures = new Departures(association, accounts);
    this.way = departures::carry;
  }

  /** Returns what becomes of accepted messages. */
  Departures departures() {
    return departures;
  }

  /**
   * Accepts a message. When this returns, its outcome will be told; when it throws, it will not,
   * and the payload is still the caller's. Blocks while the queue is full.
   *
   * @return what is left for the calling thread to do: reading the stream that the message ends
   *     with
   * @throws SessionClosedException if another association has to be tried
   */
  Runnable send(Outbound message) throws SessionClosedException {
    if (message.kind().isRequest() && association.isRefused()) {
      throw new NodeDownException(unreachable() + "; the request was not sent");
    }
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
    Passage passage = message.passage();
    int total = message.payload().headroom() + length;
    FrameEncoder.message(
        frame,
        message.kind(),
        message.correlation(),
        message.destination(),
        passage.strand(),
        length);
    OutboundAccount account = reserve(SmallSend.charge(total), message, passage.isConfirmed());
    SendBudget.Share share = share(account);
    SmallSend send =
        new SmallSend(frame, total, way, share, message.outcome(), passage.isConfirmed());
    if (!passage.isConfirmed() && refusing) {
      send.withdraw();
      throw new SessionClosedException();
    }
    boolean went =
        passage.isConfirmed() ? accept(send, frame, passage, account) : submit(send, account);
    if (went) {
      departures.flushSmall();
    }
  }

  private static boolean submit(OutboundAccount.Passenger passenger, OutboundAccount account) {
    // Answers need no credit: whoever asked has room for the answer.
    return account == null ? passenger.go() : account.submit(passenger);
  }

  private Runnable sendBulk(Outbound message) throws SessionClosedException {
    GatherList payload = message.payload();
    boolean inline = payload.tailLength() != 0 && payload.envelopeLength() <= smallLimit;
    checkSize(message, inline);
    ByteBuffer envelope = inline ? LargeMessage.envelope(payload) : EMPTY;
    OpenFlags flags =
        new OpenFlags(
            payload.segments().stream().anyMatch(Segment.Chunks.class::isInstance),
            payload.pumped() != null);
    byte[] announcement =
        FrameEncoder.open(
            message.kind(),
            message.correlation(),
            message.destination(),
            message.passage().strand(),
            payload.envelopeLength(),
            payload.tailLength(),
            flags,
            envelope);
    long charged = LargeMessage.charge(payload, announcement.length);
    OutboundAccount account = reserve(charged, message, true);
    SendBudget.Share share = share(account);
    long skip = payload.headroom() + (inline ? payload.envelopeLength() : 0);
    BulkSend[] self = new BulkSend[1];
    BulkSend send =
        new BulkSend(
            announcement,
            message.destination(),
            departures::carry,
            new BulkContent(payload, skip),
            share,
            charged,
            LargeMessage.ahead(theirs),
            RecordedOutcome.of(
                message.outcome(), association.node(), message.destination(), payload.length()),
            message.passage().isConfirmed(),
            fault -> takeBack(self[0], fault));
    self[0] = send;
    if (accept(send, announcement, message.passage(), account)) {
      departures.flushControl();
    }
    if (payload.pumped() == null) {
      return Sender::nothing;
    }
    Pump pump =
        new Pump(
            send,
            payload.pumped(),
            buffers,
            settings.sendTimeout(),
            association.node(),
            message.destination());
    return () -> pump.run(reason -> abort(send, reason));
  }

  private static void nothing() {
    // the message needs no more of its sender's time
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
            .formatted(size, name(message.destination()), association.node(), rule));
  }

  /** Takes room in the send queue; returns the account that the message counts against. */
  private OutboundAccount reserve(long bytes, Outbound message, boolean isNumbered)
      throws SessionClosedException {
    while (true) {
      OutboundAccount account = accounts.of(message.destination(), isNumbered);
      reserve(bytes, message, share(account));
      if (account == null || !account.isClosed()) {
        return account;
      }
      // It went in this moment, since nobody used it.
      share(account).release(bytes);
    }
  }

  private SendBudget.Share share(OutboundAccount account) {
    return account == null ? answers : account.budget();
  }

  private void reserve(long bytes, Outbound message, SendBudget.Share share)
      throws SessionClosedException {
    if (refusing) {
      throw new SessionClosedException();
    }
    if (share.tryAcquire(bytes)) {
      return;
    }
    FlightRecorder.Span stall =
        FlightRecorder.stall(association.node(), message.destination()::text, "queue");
    try {
      if (share.acquire(bytes, settings.sendTimeout().toNanos())) {
        FlightRecorder.end(stall, "there was room");
        return;
      }
      FlightRecorder.end(stall, "given up (sendTimeout)");
    } catch (InterruptedException e) {
      FlightRecorder.end(stall, "interrupted");
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for room in the send queue", e);
    }
    counters.add(Counters.Count.BACKPRESSURE);
    throw new BackpressureException(
        "the send queue to %s holds %d of %d bytes, %d of them for %s, and had no room for %d more within %d ms; send less, or raise sendQueue or sendTimeout"
            .formatted(
                association.node(),
                budget.used(),
                budget.limit(),
                share.taken(),
                name(message.destination()),
                bytes,
                settings.sendTimeout().toMillis()));
  }

  /**
   * Gives a message its number, makes it one that is under way, and lets it go, now or when there
   * is credit. If it turns out to be lost, its outcome has been told.
   *
   * @param frame where the number goes
   * @return whether it went now
   */
  private <T extends Outgoing & OutboundAccount.Passenger> boolean accept(
      T send, byte[] frame, Passage passage, OutboundAccount account)
      throws SessionClosedException {
    boolean went;
    if (account == null) {
      went = add(send, frame) != 0 && submit(send, null);
    } else {
      went =
          account.submit(
              send,
              passage.strand(),
              after -> {
                if (passage.strand() != Passage.NO_STRAND) {
                  FrameEncoder.after(frame, after);
                }
                return add(send, frame);
              });
    }
    if (association.isRefused()) {
      departures.giveUpRequest(FrameEncoder.number(frame), send, unreachable());
    }
    return went;
  }

  /** Makes a message one that is under way; returns its number, 0 if it is lost already. */
  private long add(Outgoing send, byte[] frame) throws SessionClosedException {
    long number = departures.add(send, frame);
    if (!refusing) {
      return number;
    }
    if (departures.remove(number, send)) {
      send.withdraw();
      throw new SessionClosedException();
    }
    return 0;
  }

  /** Says why calls would wait in vain. */
  String unreachable() {
    return association.node() + " has lost its connections, and nobody listens there any more";
  }

  // ------------------------------------------------------------------ taking back

  /** The sender's thread gives a message up, and says so to whoever called it. */
  private void abort(BulkSend send, String reason) {
    if (departures.takeBack(send, reason)) {
      send.end();
    }
  }

  /** A message that nobody supplies, since all was known of it, turned out to be unreadable. */
  private void takeBack(BulkSend send, TeleportException fault) {
    if (departures.takeBack(send, "the sender's file failed: " + fault.getMessage())) {
      send.failed(fault);
    }
  }

  // ------------------------------------------------------------------ the end

  /** Accepts nothing more. */
  void refuse() {
    refusing = true;
    budget.close();
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.SEND_QUEUE_BYTES, budget.used());
    accounts.measure(levels);
    departures.measure(levels);
  }

  private static String name(Destination destination) {
    if (destination instanceof Destination.Name name) {
      return "'" + name.name() + "'";
    }
    return destination instanceof Destination.Caller ? "the caller" : destination.toString();
  }
}
