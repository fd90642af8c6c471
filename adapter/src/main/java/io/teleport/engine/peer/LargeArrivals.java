package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.FlightRecorder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The large messages of one incarnation of a peer that are not complete: gives the sender leave to
 * send them, and finds out where their fragments go.
 *
 * <p>Called by the small loop, unless a method says otherwise.
 */
final class LargeArrivals {

  private static final int MOST_PROGRESS = 1 << 20;

  private final Surroundings surroundings;
  private final Association association;
  private final Feedback feedback;
  private final InboundAccounts accounts;
  private final Delivery delivery;
  private final Map<Long, Arriving> arriving = new ConcurrentHashMap<>();

  /**
   * A large message that is not complete.
   *
   * @param turn of a stream: set by the first of two, that it was handed on and that it was taken
   *     back; the second has those that follow it handed on. Null if it is held in memory.
   */
  private record Arriving(
      BulkReceive receive,
      InboundAccount account,
      int cost,
      StreamVerdict verdict,
      AtomicBoolean turn,
      FlightRecorder.Span span) {}

  /**
   * Creates it; nothing is arriving.
   *
   * @param feedback tells the sender what becomes of messages
   * @param accounts give the sender its credit back
   * @param delivery takes complete messages
   */
  LargeArrivals(
      Surroundings surroundings,
      Association association,
      Feedback feedback,
      InboundAccounts accounts,
      Delivery delivery) {
    this.surroundings = surroundings;
    this.association = association;
    this.feedback = feedback;
    this.accounts = accounts;
    this.delivery = delivery;
  }

  // ------------------------------------------------------------------ announcements

  /** Returns whether a message was announced before, and is not complete: then it goes on. */
  boolean goesOn(long number) {
    Arriving known = arriving.get(number);
    if (known != null) {
      known.receive().again();
    }
    return known != null;
  }

  /** A message is announced for the first time. */
  void begin(Frame.Open frame, MessageSink.Target target) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    boolean inline = frame.envelope().hasRemaining();
    long total = frame.tailLength() < 0 ? Long.MAX_VALUE : saturatedSum(frame);
    long limit = surroundings.settings().limits().maxMessage();
    if (total <= limit) {
      receiveWhole(frame, target, inline ? frame.tailLength() : total);
    } else if (inline && !header.kind().isAnswer()) {
      receiveStreamed(frame, target);
    } else {
      accounts.done(accounts.charge(header, frame.cost()), frame.cost());
      surroundings.counters().add(Counters.Count.MESSAGES_REFUSED);
      feedback.reject(header, RejectCode.TOO_LARGE, "maxMessage there is " + limit + " bytes");
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
    InboundAccount account = accounts.charge(header, frame.cost());
    byte[] envelope = bytes(frame.envelope());
    WholeReceive receive =
        new WholeReceive(
            length,
            progress(frame),
            allowance(header.number()),
            target.memory(),
            memory -> deliverWhole(frame, target, envelope, memory, account));
    arriving.put(
        header.number(), new Arriving(receive, account, frame.cost(), null, null, span(frame)));
    receive.begin(surroundings.pool(), frame.flags().isPassedOn());
  }

  private void deliverWhole(
      Frame.Open frame,
      MessageSink.Target target,
      byte[] envelope,
      ChunkList memory,
      InboundAccount account) {
    Payload payload = new Payload.Whole(envelope, frame.envelopeLength(), memory);
    delivery.hand(target, frame.header(), payload, account, frame.cost());
    remove(frame.header().number(), "complete");
    // A sender that keeps ten megabytes waits for this.
    feedback.flush();
  }

  /** A stream is handed on when it begins, and done with when it ends. */
  private void receiveStreamed(Frame.Open frame, MessageSink.Target target)
      throws ProtocolViolationException {
    MessageHeader header = frame.header();
    long number = header.number();
    InboundAccount account = accounts.charge(header, frame.cost());
    int window =
        Math.max(2, surroundings.settings().limits().receiveWindow() / ChunkPool.CHUNK_SIZE);
    StreamReceive receive =
        new StreamReceive(
            frame.tailLength(),
            progress(frame),
            window,
            surroundings.pool(),
            allowance(number),
            closed -> onStreamClosed(number, closed));
    StreamVerdict verdict =
        target.confirmsOnReturn()
            ? new StreamVerdict(number, feedback, () -> remove(number, "refused"))
            : null;
    AtomicBoolean turn = new AtomicBoolean();
    arriving.put(number, new Arriving(receive, null, frame.cost(), verdict, turn, span(frame)));
    Payload payload = new Payload.Streamed(bytes(frame.envelope()), receive);
    Arrivals.Held held =
        new Arrivals.Held() {
          @Override
          public long number() {
            return number;
          }

          @Override
          public boolean deliver() {
            delivery.give(target, header, payload, account, frame.cost(), verdict);
            // Others follow it when all of it was read, unless it was taken back before its turn.
            return turn.getAndSet(true);
          }

          @Override
          public void settled() {
            feedback.confirm(number);
          }

          @Override
          public void drop() {
            payload.release();
          }
        };
    if (header.place() == null || !feedback.hold(number, header.place().after(), held)) {
      feedback.handOn(held);
    }
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
    return progress -> association.tell(() -> allow(number, progress.get()));
  }

  private static byte[] allow(long number, BulkReceive.Progress progress) {
    return progress == null
        ? null
        : FrameEncoder.allow(number, progress.received(), progress.upTo());
  }

  private FlightRecorder.Span span(Frame.Open frame) {
    long size = frame.tailLength() < 0 ? -1 : saturatedSum(frame);
    return FlightRecorder.largeMessage(
        association.node(), frame.header().destination()::text, "receiver", size);
  }

  private static byte[] bytes(ByteBuffer view) {
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  // ------------------------------------------------------------------ fragments

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
      feedback.settle(number);
      if (confirmNow) {
        feedback.confirm(number);
      }
      remove(number, "complete");
      feedback.flush();
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * The listener is done with a stream; if more was to come, the sender need not send it. Called by
   * any thread.
   */
  private void onStreamClosed(long number, StreamReceive stream) {
    Arriving known = arriving.get(number);
    if (known != null && known.receive() == stream && !feedback.isOver()) {
      feedback.enough(number);
      remove(number, "its listener wants no more");
    }
  }

  /** The sender takes a message back. */
  void onAbort(Frame.Abort abort) throws ProtocolViolationException {
    long number = abort.number();
    Arriving known = arriving.get(number);
    if (known == null && !feedback.isNew(number)) {
      return;
    }
    if (known != null) {
      if (known.verdict() != null) {
        known.verdict().over();
      }
      if (!known.receive().fail(abort.reason())) {
        // It is being handed on at this moment: its credit goes back, and it is confirmed, as ever.
        return;
      }
      accounts.done(known.account(), known.cost());
    } else if (abort.cost() > 0) {
      accounts.done(accounts.charge(abort.destination(), false, abort.cost()), abort.cost());
    }
    remove(number, "taken back: " + abort.reason());
    if (known == null || known.turn() == null) {
      feedback.takenBack(number, abort.after());
    } else if (known.turn().getAndSet(true)) {
      feedback.settle(number);
      feedback.confirm(number);
    }
  }

  private Arriving remove(long number, String outcome) {
    Arriving known = arriving.remove(number);
    if (known != null) {
      FlightRecorder.end(known.span(), outcome);
    }
    return known;
  }

  /** Nothing more will come of what is not complete. */
  void fail(String reason) {
    for (Long number : List.copyOf(arriving.keySet())) {
      Arriving known = remove(number, "lost: " + reason);
      if (known != null) {
        known.receive().fail(reason);
      }
    }
  }

  /** Returns how many messages are not complete. */
  int count() {
    return arriving.size();
  }
}
