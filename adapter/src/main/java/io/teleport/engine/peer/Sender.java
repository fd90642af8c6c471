package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What leaves for one incarnation of a peer: gives messages their numbers, holds them to the credit
 * of their destination, and keeps them until the peer confirms them. It outlives the sockets: what
 * was not confirmed when they were lost is sent again by others.
 *
 * <p>{@link #send} is called by threads that may block; the {@code on…} methods by the small loop.
 */
final class Sender {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** After how many refusals the receiver is told which ones it need not remember. */
  private static final int REFUSALS_REMEMBERED = 256;

  private final Association association;
  private final PeerSettings settings;
  private final Counters counters;
  private final NodeHello.Limits theirs;
  private final int smallLimit;
  private final SendBudget budget;
  private final SendBudget.Share answers;
  private final PumpBuffers buffers = new PumpBuffers();
  private final AtomicLong numbers = new AtomicLong();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Map<Destination, OutboundAccount> accounts = new ConcurrentHashMap<>();
  private final Map<Destination, OutboundAccount> bestEffortAccounts = new ConcurrentHashMap<>();
  private final Consumer<SmallSend> way = this::carry;
  private final Object idle = new Object();
  private volatile boolean refusing;

  /** The pool by which messages leave; null while there is none. */
  private volatile Pool carrier;

  /** Whether a pool will carry messages as soon as the peer has answered. */
  private volatile boolean isBeginning;

  /** What nobody keeps, and waits for that. */
  private final Queue<SmallSend> early = new ConcurrentLinkedQueue<>();

  /** All numbers below are done with; confined to the small loop, as are those after it. */
  private long lowest = 1;

  private int refusals;

  /** Tells the receiver from one that has forgotten what it had; 0 if none was heard of. */
  private long receiver;

  Sender(Association association, Surroundings surroundings, NodeHello.Limits theirs) {
    this.association = association;
    this.settings = surroundings.settings();
    this.counters = surroundings.counters();
    this.theirs = theirs;
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
   * @throws SessionClosedException if another association has to be tried
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
    Passage passage = message.passage();
    int total = message.payload().headroom() + length;
    FrameEncoder.message(
        frame,
        message.kind(),
        message.correlation(),
        message.destination(),
        passage.strand(),
        length);
    OutboundAccount account = account(message.destination(), passage.isConfirmed());
    SendBudget.Share share = reserve(SmallSend.charge(total), message, account);
    SmallSend send =
        new SmallSend(frame, total, way, share, message.outcome(), passage.isConfirmed());
    if (passage.isConfirmed() && !accept(send, frame, passage, account)) {
      return;
    }
    if (!passage.isConfirmed() && refusing) {
      send.withdraw();
      throw new SessionClosedException();
    }
    Pool by = submit(account, send) ? carrier : null;
    if (by != null) {
      by.flushSmall();
    }
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
    OutboundAccount account = account(message.destination(), true);
    long charged = LargeMessage.charge(payload, announcement.length);
    SendBudget.Share share = reserve(charged, message, account);
    long skip = payload.headroom() + (inline ? payload.envelopeLength() : 0);
    BulkSend[] self = new BulkSend[1];
    BulkSend send =
        new BulkSend(
            announcement,
            message.destination(),
            this::carry,
            new BulkContent(payload, skip),
            share,
            charged,
            LargeMessage.ahead(theirs),
            message.outcome(),
            message.passage().isConfirmed(),
            fault -> takeBack(self[0], fault));
    self[0] = send;
    if (!accept(send, announcement, message.passage(), account)) {
      return Sender::nothing;
    }
    Pool by = submit(account, send) ? carrier : null;
    if (by != null) {
      by.flushControl();
    }
    if (payload.pumped() == null) {
      return Sender::nothing;
    }
    Pump pump =
        new Pump(send, payload.pumped(), buffers, settings.sendTimeout(), message.destination());
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

  private SendBudget.Share reserve(long bytes, Outbound message, OutboundAccount account)
      throws SessionClosedException {
    if (refusing) {
      throw new SessionClosedException();
    }
    SendBudget.Share share = account == null ? answers : account.budget();
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
                association.node(),
                budget.used(),
                budget.limit(),
                share.taken(),
                name(message.destination()),
                bytes,
                settings.sendTimeout().toMillis()));
  }

  /**
   * Gives a message its number and makes it one that is under way.
   *
   * @param frame where the number goes
   * @return false if its outcome, that it is lost, was told already
   */
  private boolean accept(Outgoing send, byte[] frame, Passage passage, OutboundAccount account)
      throws SessionClosedException {
    long number;
    if (passage.strand() >= 0 && account != null) {
      number =
          account.number(
              passage.strand(),
              after -> {
                FrameEncoder.after(frame, after);
                return number(send, frame);
              });
    } else {
      number = number(send, frame);
    }
    if (!refusing) {
      return true;
    }
    if (unconfirmed.remove(number) != null) {
      send.withdraw();
      throw new SessionClosedException();
    }
    return false;
  }

  private long number(Outgoing send, byte[] frame) {
    long number = numbers.incrementAndGet();
    FrameEncoder.number(frame, number);
    if (send instanceof BulkSend bulk) {
      bulk.number(number);
    }
    unconfirmed.put(number, send);
    return number;
  }

  private static boolean submit(OutboundAccount account, OutboundAccount.Passenger passenger) {
    // Answers need no credit: whoever asked has room for the answer.
    return account == null ? passenger.go() : account.submit(passenger);
  }

  /** Returns the account that a message counts against, or null if it needs no credit. */
  private OutboundAccount account(Destination destination, boolean isNumbered) {
    if (destination instanceof Destination.Caller) {
      return null;
    }
    Map<Destination, OutboundAccount> all = isNumbered ? accounts : bestEffortAccounts;
    OutboundAccount account = all.get(destination);
    if (account == null) {
      account =
          all.computeIfAbsent(
              destination, key -> new OutboundAccount(theirs.receiveWindow(), budget.share()));
    }
    return account;
  }

  // ------------------------------------------------------------------ to the sockets

  /** Takes a small message to the sockets; if there are none it waits for some. */
  private void carry(SmallSend send) {
    Pool by = carrier;
    if (by != null) {
      by.offerSmall(send);
      if (carrier != by) {
        // It may have come after the socket's queue was emptied for the last time.
        by.flushSmall();
      }
    } else if (!send.isConfirmed()) {
      early.add(send);
      if (!isBeginning || carrier != null) {
        dealWithEarly();
      }
    }
  }

  /** Sends, or drops, what nobody keeps and what came while there was no carrier. */
  private void dealWithEarly() {
    SmallSend send;
    while ((send = early.poll()) != null) {
      Pool by = carrier;
      if (by == null) {
        send.dropped();
      } else {
        by.offerSmall(send);
        by.flushSmall();
      }
    }
  }

  /** Takes the announcement of a large message to the sockets. */
  private void carry(BulkSend send) {
    Pool by = carrier;
    if (by != null) {
      send.announceOn(by);
    }
  }

  private static void flush(Pool by) {
    if (by != null) {
      by.flushSmall();
      by.flushControl();
    }
  }

  // ------------------------------------------------------------------ taking back

  /** The sender's thread gives a message up, and says so to whoever called it. */
  private void abort(BulkSend send, String reason) {
    if (putAborted(send, reason)) {
      send.end();
    }
  }

  /** A message that nobody supplies, since all was known of it, turned out to be unreadable. */
  private void takeBack(BulkSend send, TeleportException fault) {
    if (putAborted(send, "the sender's file failed: " + fault.getMessage())) {
      send.failed(fault);
    }
  }

  /**
   * Puts the news that a message is taken back in its place.
   *
   * @return false if its outcome is known already
   */
  private boolean putAborted(BulkSend send, String reason) {
    Destination destination = send.destination();
    int cost = send.giveUp() && !(destination instanceof Destination.Caller) ? send.cost() : 0;
    AbortedSend aborted =
        new AbortedSend(
            FrameEncoder.abort(new Frame.Abort(send.number(), destination, cost, reason)));
    if (!unconfirmed.replace(send.number(), send, aborted)) {
      return false;
    }
    Pool by = carrier;
    if (by != null) {
      aborted.resend(by);
      by.flushControl();
    }
    return true;
  }

  // ------------------------------------------------------------------ what the peer says

  void onCredit(Frame.Credit credit) {
    Map<Destination, OutboundAccount> all = credit.isBestEffort() ? bestEffortAccounts : accounts;
    OutboundAccount account = all.get(credit.destination());
    if (account != null && account.credit(credit.granted(), credit.arrived())) {
      flush(carrier);
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
    if (++refusals >= REFUSALS_REMEMBERED) {
      tellSettled();
    }
  }

  /** Tells the receiver what it need not remember, if it refused something. */
  void tellSettled() {
    Pool by = carrier;
    if (refusals > 0 && by != null) {
      refusals = 0;
      by.control(FrameEncoder.settled(lowest()));
    }
  }

  void onAllow(Pool by, Frame.Allow allow) {
    if (unconfirmed.get(allow.number()) instanceof BulkSend bulk
        && !bulk.allow(by, allow.received(), allow.upTo(), by::leastLoaded)
        && unconfirmed.remove(allow.number()) != null) {
      bulk.lost("the receiver wants bytes again that are not kept any more");
      signalIfIdle();
    }
  }

  // ------------------------------------------------------------------ sockets come and go

  /** Returns below which number all messages are done with. */
  long lowest() {
    lowest = Math.max(lowest, unconfirmed.lowest(numbers.get(), lowest));
    return lowest;
  }

  /**
   * The receiver has told all that it has: what it has not confirmed is sent again, by this pool.
   *
   * @param association tells it from one that has forgotten what it had
   */
  void resume(Pool by, long association) {
    if (receiver != 0 && receiver != association) {
      forgotten();
    }
    receiver = association;
    carrier = by;
    isBeginning = false;
    dealWithEarly();
    unconfirmed.forEach((number, send) -> send.resend(by));
    flush(by);
  }

  /** The receiver does not know any more what it had: nobody knows what was delivered. */
  private void forgotten() {
    unconfirmed.forEach(
        (number, send) -> {
          if (send.hasLeft() && unconfirmed.remove(number) != null) {
            send.lost(association.node() + " was cut off for too long, and has forgotten");
          }
        });
    accounts.values().forEach(account -> account.restart(theirs.receiveWindow()));
    bestEffortAccounts.values().forEach(account -> account.restart(theirs.receiveWindow()));
    refusals++;
    signalIfIdle();
  }

  /** A pool will carry messages as soon as the peer has answered. */
  void begin() {
    isBeginning = true;
  }

  /** The pool is lost, and nothing moves on its sockets any more. */
  void detach(Pool lost) {
    if (carrier == lost) {
      carrier = null;
    }
    isBeginning = false;
    dealWithEarly();
    lost.discardSmall();
    unconfirmed.forEach(
        (number, send) -> {
          if (send instanceof BulkSend bulk) {
            bulk.detach();
            if (!bulk.isConfirmed() && bulk.hasLeft()) {
              dropBestEffort(bulk);
            }
          }
        });
  }

  private void dropBestEffort(BulkSend bulk) {
    if (putAborted(bulk, "the connection was lost")) {
      bulk.lost("the connection was lost");
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
    carrier = null;
    accounts.values().forEach(OutboundAccount::clear);
    for (OutboundAccount account : bestEffortAccounts.values()) {
      List<OutboundAccount.Passenger> left = account.clear();
      left.forEach(passenger -> ((SmallSend) passenger).dropped());
    }
    isBeginning = false;
    dealWithEarly();
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

  /** Returns how many messages are not confirmed. */
  int unconfirmed() {
    return unconfirmed.size();
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.UNCONFIRMED, unconfirmed.size());
    levels.add(Level.SEND_QUEUE_BYTES, budget.used());
    levels.add(Level.CREDIT_ACCOUNTS, accounts.size() + bestEffortAccounts.size());
    levels.add(Level.WAITING, early.size());
    accounts.values().forEach(account -> levels.add(Level.WAITING, account.waiting()));
    bestEffortAccounts.values().forEach(account -> levels.add(Level.WAITING, account.waiting()));
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
