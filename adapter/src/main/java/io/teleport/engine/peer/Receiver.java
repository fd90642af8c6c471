package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.observe.Log;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What arrives from one incarnation of a peer: finds out where each message goes, gives the sender
 * leave to send what is large, hands messages on in their order, and confirms them. It outlives the
 * sockets: what is sent again is recognised, and what was cut off goes on.
 *
 * <p>Called by the small loop, unless a method says otherwise.
 */
final class Receiver {

  // Receipts wait a moment, so that many messages are confirmed by one frame.
  private static final Duration RECEIPT_DELAY = Duration.ofMillis(5);
  private static final int MOST_PROGRESS = 1 << 20;
  private static final int MOST_ACCOUNTS = 1 << 20;

  private final Surroundings surroundings;
  private final Association association;
  private final Timers timers;
  private final Map<Destination, InboundAccount> accounts = new ConcurrentHashMap<>();
  private final Map<Destination, InboundAccount> bestEffortAccounts = new ConcurrentHashMap<>();
  private final Map<Long, Arriving> arriving = new ConcurrentHashMap<>();
  private final ReceiptBatch receipts = new ReceiptBatch();
  private volatile Arrivals arrivals = new Arrivals(1);
  private volatile boolean failed;

  /** Tells numbers from those of a sender that has forgotten them; 0 if none was heard of. */
  private long sender;

  /** A large message that is not complete. */
  private record Arriving(
      BulkReceive receive, InboundAccount account, int cost, StreamVerdict verdict) {}

  Receiver(Association association, Surroundings surroundings, Timers timers) {
    this.association = association;
    this.timers = timers;
    this.surroundings = surroundings;
  }

  /**
   * The peer begins to send by other sockets; on the old ones nothing moves any more. Tells it all
   * that is known of what it sent before.
   */
  void resume(Frame.Begin begin) {
    if (begin.association() == sender) {
      arrivals.forgetBelow(begin.settled()).forEach(Arrivals.Held::deliver);
    } else {
      forget("the node has forgotten what it sent");
      sender = begin.association();
      arrivals = new Arrivals(begin.settled());
    }
    accounts.values().forEach(a -> association.tell(FrameEncoder.credit(a.state())));
    bestEffortAccounts.values().forEach(a -> association.tell(FrameEncoder.credit(a.state())));
    for (long[] runs : arrivals.confirmed()) {
      association.tell(FrameEncoder.receipt(runs, runs.length));
    }
  }

  /** The sender is done with what has a number below. */
  void onSettled(long below) {
    arrivals.forgetBelow(below).forEach(Arrivals.Held::deliver);
  }

  // ------------------------------------------------------------------ small messages

  void onMessage(Frame.Message frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    if (header.number() != 0 && !isNew(header.number())) {
      return;
    }
    MessageSink.Target target = surroundings.sink().find(header);
    if (target == null) {
      refuse(header, frame.cost());
      return;
    }
    InboundAccount account = charge(header, frame.cost());
    byte[] bytes = new byte[frame.payload().remaining()];
    frame.payload().get(bytes);
    hand(target, header, new Payload.Heap(bytes), account, frame.cost());
  }

  /** Returns whether a message is here for the first time; answers for it if not. */
  private boolean isNew(long number) throws ProtocolViolationException {
    Arrivals.Fate fate = arrivals.fate(number);
    if (fate == Arrivals.Fate.NEW) {
      return true;
    }
    surroundings.counters().add(Counters.Count.DUPLICATES);
    if (fate == Arrivals.Fate.CONFIRMED) {
      confirm(number);
    } else if (fate == Arrivals.Fate.REFUSED) {
      Arrivals.Refusal refusal = arrivals.refusal(number);
      association.tell(FrameEncoder.reject(number, refusal.code(), refusal.detail()));
    }
    return false;
  }

  /** Nobody is there: the sender is told, and may use its credit for something else. */
  private void refuse(MessageHeader header, int cost) throws ProtocolViolationException {
    if (header.kind().isAnswer()) {
      // The caller has given up; for the sender that is as good as an answer that was read.
      enough(header.number());
      return;
    }
    done(charge(header, cost), cost);
    if (header.number() == 0) {
      surroundings.counters().add(Counters.Count.DEAD_LETTERS);
      Log.limited(
          "TLP1205",
          "a best-effort message of %s to %s, where nobody is, was dropped"
              .formatted(association.node(), header.destination()),
          null);
      return;
    }
    reject(header.number(), RejectCode.NO_SUCH_NAME, "");
  }

  /** Tells the sender that a message is not taken. Called by any thread. */
  private void reject(long number, RejectCode code, String detail) {
    arrivals.refused(number, code, detail);
    settle(number);
    association.tell(FrameEncoder.reject(number, code, detail));
  }

  /** Nothing more of a message is needed, which is as good as all of it. Called by any thread. */
  private void enough(long number) {
    settle(number);
    confirm(number);
    association.tell(FrameEncoder.reject(number, RejectCode.ENOUGH, ""));
  }

  private InboundAccount charge(MessageHeader header, int cost) throws ProtocolViolationException {
    if (header.kind().isAnswer()) {
      return null;
    }
    InboundAccount account = account(header.destination(), header.number() == 0);
    account.arrived(cost);
    return account;
  }

  private InboundAccount account(Destination destination, boolean isBestEffort)
      throws ProtocolViolationException {
    Map<Destination, InboundAccount> all = isBestEffort ? bestEffortAccounts : accounts;
    InboundAccount account = all.get(destination);
    if (account == null) {
      if (all.size() >= MOST_ACCOUNTS) {
        throw new ProtocolViolationException("messages to more than " + MOST_ACCOUNTS + " names");
      }
      int window = surroundings.settings().limits().receiveWindow();
      account =
          all.computeIfAbsent(destination, name -> new InboundAccount(name, isBestEffort, window));
    }
    return account;
  }

  /** A message is done with. Called by any thread. */
  private void done(InboundAccount account, int cost) {
    if (account != null && account.done(cost) && isCurrent(account)) {
      association.tell(FrameEncoder.credit(account.credit()));
    }
  }

  private boolean isCurrent(InboundAccount account) {
    Map<Destination, InboundAccount> all = account.isBestEffort() ? bestEffortAccounts : accounts;
    return all.get(account.destination()) == account;
  }

  // ------------------------------------------------------------------ handing on, in order

  /** Hands a complete message on, now or when the one that it follows has been. By any loop. */
  private void hand(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      InboundAccount account,
      int cost) {
    if (header.place() == null) {
      deliver(target, header, payload, account, cost);
      return;
    }
    Arrivals.Held held =
        new Arrivals.Held() {
          @Override
          public void deliver() {
            Receiver.this.deliver(target, header, payload, account, cost);
          }

          @Override
          public void drop() {
            payload.release();
          }
        };
    if (!arrivals.hold(header.number(), header.place().after(), held)) {
      held.deliver();
    } else if (failed) {
      arrivals.clear().forEach(Arrivals.Held::drop);
    }
  }

  private void deliver(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      InboundAccount account,
      int cost) {
    surroundings.counters().add(Counters.Count.MESSAGES_RECEIVED);
    long number = header.number();
    Verdict verdict = number != 0 && target.confirmsOnReturn() ? verdict(number) : null;
    boolean confirmNow = number != 0 && verdict == null;
    // Who gets it may stop this node, and the sender is to know that it arrived: so it is settled
    // and confirmed first, but for one that others follow, which must not overtake it.
    boolean isFollowed = header.place() != null;
    if (!isFollowed && number != 0) {
      settle(number);
    }
    if (!isFollowed && confirmNow) {
      confirm(number);
    }
    target.deliver(
        new IncomingMessage(
            header,
            association.node(),
            payload,
            surroundings.decoder(),
            () -> done(account, cost),
            verdict));
    if (isFollowed) {
      settle(number);
    }
    if (isFollowed && confirmNow) {
      confirm(number);
    }
  }

  /** Leaves it to the target of a message to confirm it. */
  private Verdict verdict(long number) {
    Arrivals known = arrivals;
    known.delivered(number);
    return new Verdict() {
      @Override
      public void confirm() {
        known.returned(number);
        if (known == arrivals) {
          Receiver.this.confirm(number);
        }
      }

      @Override
      public void refuse(RejectCode code, String detail) {
        if (known == arrivals) {
          reject(number, code, detail);
        }
      }
    };
  }

  /** A message was handed on, or will not be: the next one on its strand may be. By any thread. */
  private void settle(long number) {
    Arrivals.Held successor = arrivals.settled(number);
    if (successor != null) {
      successor.deliver();
    }
  }

  // ------------------------------------------------------------------ large messages

  void onOpen(Frame.Open frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    Arriving known = arriving.get(header.number());
    if (known != null) {
      known.receive().again();
      return;
    }
    if (header.number() == 0) {
      throw new ProtocolViolationException("a large message without number");
    }
    if (!isNew(header.number())) {
      return;
    }
    MessageSink.Target target = surroundings.sink().find(header);
    if (target == null) {
      refuse(header, frame.cost());
      return;
    }
    boolean inline = frame.envelope().hasRemaining();
    long total = frame.tailLength() < 0 ? Long.MAX_VALUE : saturatedSum(frame);
    long limit = surroundings.settings().limits().maxMessage();
    if (total <= limit) {
      receiveWhole(frame, target, inline ? frame.tailLength() : total);
    } else if (inline && !header.kind().isAnswer()) {
      receiveStreamed(frame, target);
    } else {
      done(charge(header, frame.cost()), frame.cost());
      reject(header.number(), RejectCode.TOO_LARGE, "maxMessage there is " + limit + " bytes");
    }
  }

  private static long saturatedSum(Frame.Open frame) {
    long sum = frame.envelopeLength() + frame.tailLength();
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private void receiveWhole(Frame.Open frame, MessageSink.Target target, long length)
      throws ProtocolViolationException {
    if (length == 0) {
      throw new ProtocolViolationException("the announcement of a message without bytes");
    }
    MessageHeader header = frame.header();
    InboundAccount account = charge(header, frame.cost());
    byte[] envelope = bytes(frame.envelope());
    WholeReceive receive =
        new WholeReceive(
            length,
            progress(frame),
            allowance(header.number()),
            target.memory(),
            memory -> deliverWhole(frame, target, envelope, memory, account));
    arriving.put(header.number(), new Arriving(receive, account, frame.cost(), null));
    receive.begin(surroundings.pool(), frame.flags().isPassedOn());
  }

  /**
   * Returns after how many bytes a sender is to hear what has arrived. One that passes on what it
   * receives itself keeps it until then, and that must be less than it may receive.
   */
  private long progress(Frame.Open frame) {
    int window = association.theirWindow();
    return frame.flags().isSupplied() ? Math.min(MOST_PROGRESS, window / 4) : Long.MAX_VALUE;
  }

  private BulkReceive.Allowance allowance(long number) {
    return (received, upTo) -> association.tell(FrameEncoder.allow(number, received, upTo));
  }

  private void deliverWhole(
      Frame.Open frame,
      MessageSink.Target target,
      byte[] envelope,
      ChunkList memory,
      InboundAccount account) {
    Payload payload = new Payload.Whole(envelope, frame.envelopeLength(), memory);
    hand(target, frame.header(), payload, account, frame.cost());
    arriving.remove(frame.header().number());
    // A sender that keeps ten megabytes waits for this.
    flushReceipts();
  }

  private void receiveStreamed(Frame.Open frame, MessageSink.Target target)
      throws ProtocolViolationException {
    MessageHeader header = frame.header();
    InboundAccount account = charge(header, frame.cost());
    int window =
        Math.max(2, surroundings.settings().limits().receiveWindow() / ChunkPool.CHUNK_SIZE);
    StreamReceive receive =
        new StreamReceive(
            frame.tailLength(),
            progress(frame),
            window,
            surroundings.pool(),
            allowance(header.number()),
            closed -> onStreamClosed(header.number(), closed));
    StreamVerdict verdict =
        target.confirmsOnReturn() ? new StreamVerdict(header.number(), arrivals) : null;
    arriving.put(header.number(), new Arriving(receive, null, frame.cost(), verdict));
    Payload payload = new Payload.Streamed(bytes(frame.envelope()), receive);
    Arrivals.Held held =
        new StreamHandover(target, header, payload, account, frame.cost(), verdict);
    if (header.place() == null || !arrivals.hold(header.number(), header.place().after(), held)) {
      held.deliver();
    }
  }

  /** A stream is handed on when it begins, and done with when it ends. */
  private final class StreamHandover implements Arrivals.Held {
    private final MessageSink.Target target;
    private final MessageHeader header;
    private final Payload payload;
    private final InboundAccount account;
    private final int cost;
    private final StreamVerdict verdict;

    StreamHandover(
        MessageSink.Target target,
        MessageHeader header,
        Payload payload,
        InboundAccount account,
        int cost,
        StreamVerdict verdict) {
      this.target = target;
      this.header = header;
      this.payload = payload;
      this.account = account;
      this.cost = cost;
      this.verdict = verdict;
    }

    @Override
    public void deliver() {
      surroundings.counters().add(Counters.Count.MESSAGES_RECEIVED);
      target.deliver(
          new IncomingMessage(
              header,
              association.node(),
              payload,
              surroundings.decoder(),
              () -> done(account, cost),
              verdict));
    }

    @Override
    public void drop() {
      payload.release();
    }
  }

  /**
   * Leaves it to the target of a stream to confirm it, which counts when all has arrived. What its
   * listener has left unread is confirmed when the stream is closed.
   */
  private final class StreamVerdict implements Verdict {
    private final long number;
    private final Arrivals known;
    private boolean isComplete;
    private boolean isReturned;
    private boolean isOver;

    StreamVerdict(long number, Arrivals known) {
      this.number = number;
      this.known = known;
    }

    /** All has arrived. Returns whether that is to be confirmed now. */
    synchronized boolean completed() {
      isComplete = true;
      if (!isReturned && !isOver) {
        known.delivered(number);
      }
      return isReturned && !isOver;
    }

    /** Nothing is to be said any more. */
    synchronized void over() {
      isOver = true;
    }

    @Override
    public void confirm() {
      synchronized (this) {
        isReturned = true;
        if (!isComplete || isOver) {
          return;
        }
        known.returned(number);
      }
      if (known == arrivals) {
        Receiver.this.confirm(number);
      }
    }

    @Override
    public void refuse(RejectCode code, String detail) {
      synchronized (this) {
        if (isOver) {
          return;
        }
        isOver = true;
      }
      if (known == arrivals) {
        reject(number, code, detail);
        arriving.remove(number);
      }
    }
  }

  /** The listener is done with a stream; if more was to come, the sender need not send it. */
  private void onStreamClosed(long number, StreamReceive stream) {
    Arriving known = arriving.get(number);
    if (known != null && known.receive() == stream && !failed) {
      enough(number);
      arriving.remove(number);
    }
  }

  /** Returns where the fragments of a message go, or null if nobody wants them. By any loop. */
  BulkReceive find(long number) {
    Arriving known = arriving.get(number);
    return known == null ? null : known.receive();
  }

  /** The last fragment of a message was read. Called by any loop. */
  void complete(long number, BulkReceive receive) throws ProtocolViolationException {
    receive.end();
    // A message that is held in memory was handed on by this.
    if (receive instanceof StreamReceive) {
      Arriving known = arriving.get(number);
      // If it is not known any more its listener was faster, and all has been said.
      boolean confirmNow =
          known != null && (known.verdict() == null || known.verdict().completed());
      settle(number);
      if (confirmNow) {
        confirm(number);
      }
      arriving.remove(number);
      flushReceipts();
    }
  }

  void onAbort(Frame.Abort abort) throws ProtocolViolationException {
    long number = abort.number();
    Arriving known = arriving.get(number);
    if (known == null && !isNew(number)) {
      return;
    }
    if (known != null) {
      if (known.verdict() != null) {
        known.verdict().over();
      }
      known.receive().fail(abort.reason());
      done(known.account(), known.cost());
    } else if (abort.cost() > 0) {
      InboundAccount account = account(abort.destination(), false);
      account.arrived(abort.cost());
      done(account, abort.cost());
    }
    confirm(number);
    settle(number);
    arriving.remove(number);
  }

  private static byte[] bytes(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  // ------------------------------------------------------------------ receipts, and the end

  private void confirm(long number) {
    ReceiptBatch.Next next = receipts.add(number);
    if (next == ReceiptBatch.Next.TAKE) {
      flushReceipts();
    } else if (next == ReceiptBatch.Next.SCHEDULE) {
      timers.after(RECEIPT_DELAY, this::flushReceipts);
    }
  }

  /** Confirms what is to be confirmed. Called by any thread. */
  void flushReceipts() {
    long[] runs = receipts.take();
    if (runs != null) {
      association.tell(FrameEncoder.receipt(runs, runs.length));
    }
  }

  /** Returns how much is remembered besides one number: for tests of leaks. */
  int entries() {
    return arrivals.entries() + arriving.size();
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.ARRIVING, arriving.size());
    levels.add(Level.REMEMBERED, arrivals.entries());
    levels.add(Level.CREDIT_ACCOUNTS, accounts.size() + bestEffortAccounts.size());
  }

  /** Nothing more will arrive. */
  void fail(String reason) {
    failed = true;
    forget(reason);
  }

  private void forget(String reason) {
    arrivals.clear().forEach(Arrivals.Held::drop);
    for (Long number : List.copyOf(arriving.keySet())) {
      Arriving known = arriving.remove(number);
      if (known != null) {
        known.receive().fail(reason);
      }
    }
    accounts.clear();
    bestEffortAccounts.clear();
  }
}
