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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What arrives by one session: finds out where each message goes, gives the sender leave to send
 * what is large, hands messages on, and confirms them. Called by loops, unless a method says
 * otherwise.
 */
final class Receiver {

  // Receipts wait a moment, so that many messages are confirmed by one frame.
  private static final Duration RECEIPT_DELAY = Duration.ofMillis(5);

  private final Session session;
  private final Surroundings surroundings;
  private final Map<Destination, InboundAccount> accounts = new ConcurrentHashMap<>();
  private final Map<Long, BulkReceive> receives = new ConcurrentHashMap<>();
  private final ReceiptBatch receipts = new ReceiptBatch();

  Receiver(Session session, Surroundings surroundings) {
    this.session = session;
    this.surroundings = surroundings;
  }

  // ------------------------------------------------------------------ small messages

  void onMessage(Frame.Message frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
    MessageSink.Target target = surroundings.sink().find(header);
    if (target == null) {
      refuse(header, frame.cost());
      return;
    }
    InboundAccount account = charge(header, frame.cost());
    byte[] bytes = new byte[frame.payload().remaining()];
    frame.payload().get(bytes);
    Verdict verdict = verdict(target, header.number());
    Payload payload = new Payload.Heap(bytes);
    hand(target, header, payload, () -> done(account, frame.cost()), verdict);
  }

  /**
   * Confirms a message that is about to be handed on, or leaves that to its target. It is confirmed
   * first: who has it may stop this node, and the sender is to know that it arrived.
   *
   * @return null if it is confirmed
   */
  private Verdict verdict(MessageSink.Target target, long number) {
    if (!target.confirmsOnReturn()) {
      confirm(number);
      return null;
    }
    return new Verdict() {
      @Override
      public void confirm() {
        Receiver.this.confirm(number);
      }

      @Override
      public void refuse(RejectCode code, String detail) {
        session.control(FrameEncoder.reject(number, code, detail));
      }
    };
  }

  /** Nobody is there: the sender is told, and may use its credit for something else. */
  private void refuse(MessageHeader header, int cost) {
    if (header.kind().isAnswer()) {
      // The caller has given up; for the sender that is as good as an answer that was read.
      session.control(FrameEncoder.reject(header.number(), RejectCode.ENOUGH, ""));
      return;
    }
    session.control(FrameEncoder.reject(header.number(), RejectCode.NO_SUCH_NAME, ""));
    session.credit(header.destination(), cost);
  }

  private InboundAccount charge(MessageHeader header, int cost) throws ProtocolViolationException {
    if (header.kind().isAnswer()) {
      return null;
    }
    InboundAccount account = accounts.get(header.destination());
    if (account == null) {
      int window = surroundings.settings().limits().receiveWindow();
      account =
          accounts.computeIfAbsent(
              header.destination(), destination -> new InboundAccount(destination, window));
    }
    account.arrived(cost);
    return account;
  }

  private void hand(
      MessageSink.Target target,
      MessageHeader header,
      Payload payload,
      Runnable onClose,
      Verdict verdict) {
    surroundings.counters().add(Counters.Count.MESSAGES_RECEIVED);
    target.deliver(
        new IncomingMessage(
            header, session.peer(), payload, surroundings.decoder(), onClose, verdict));
  }

  /** A message is done with. Called by any thread. */
  private void done(InboundAccount account, int cost) {
    if (account != null) {
      long credit = account.done(cost);
      if (credit > 0) {
        session.credit(account.destination(), credit);
      }
    }
  }

  // ------------------------------------------------------------------ large messages

  void onOpen(Frame.Open frame) throws ProtocolViolationException {
    MessageHeader header = frame.header();
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
      session.control(
          FrameEncoder.reject(
              header.number(), RejectCode.TOO_LARGE, "maxMessage there is " + limit + " bytes"));
      if (!header.kind().isAnswer()) {
        session.credit(header.destination(), frame.cost());
      }
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
            target.memory(),
            memory -> deliverWhole(frame, target, envelope, memory, account));
    register(header, receive);
    receive.begin(
        surroundings.pool(),
        frame.isPassedOn(),
        () -> session.control(FrameEncoder.allow(header.number(), length)));
  }

  private void deliverWhole(
      Frame.Open frame,
      MessageSink.Target target,
      byte[] envelope,
      ChunkList memory,
      InboundAccount account) {
    receives.remove(frame.header().number());
    Verdict verdict = verdict(target, frame.header().number());
    Payload payload = new Payload.Whole(envelope, frame.envelopeLength(), memory);
    hand(target, frame.header(), payload, () -> done(account, frame.cost()), verdict);
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
            window,
            surroundings.pool(),
            upTo -> session.control(FrameEncoder.allow(header.number(), upTo)),
            closed -> onStreamClosed(header.number(), closed));
    register(header, receive);
    Payload payload = new Payload.Streamed(bytes(frame.envelope()), receive);
    hand(target, header, payload, () -> done(account, frame.cost()), null);
  }

  private void register(MessageHeader header, BulkReceive receive)
      throws ProtocolViolationException {
    if (receives.putIfAbsent(header.number(), receive) != null) {
      throw new ProtocolViolationException("a second message with number " + header.number());
    }
  }

  /** The listener is done with a stream; if more was to come, the sender need not send it. */
  private void onStreamClosed(long number, StreamReceive stream) {
    if (receives.remove(number, stream)) {
      session.control(FrameEncoder.reject(number, RejectCode.ENOUGH, ""));
    }
  }

  /** Returns where the fragments of a message go, or null if nobody wants them. */
  BulkReceive find(long number) {
    return receives.get(number);
  }

  /** The last fragment of a message was read. */
  void complete(long number, BulkReceive receive) throws ProtocolViolationException {
    receive.end();
    if (receives.remove(number, receive)) {
      confirm(number);
    }
  }

  void onAbort(long number, String reason) {
    BulkReceive receive = receives.remove(number);
    if (receive != null) {
      receive.fail(reason);
    }
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
      surroundings.smallLoop().after(RECEIPT_DELAY, this::flushReceipts);
    }
  }

  /** Confirms what is to be confirmed. Called by any thread. */
  void flushReceipts() {
    long[] runs = receipts.take();
    if (runs != null) {
      session.control(FrameEncoder.receipt(runs, runs.length));
    }
  }

  /** Nothing more will arrive. */
  void fail(String reason) {
    for (Long number : List.copyOf(receives.keySet())) {
      BulkReceive receive = receives.remove(number);
      if (receive != null) {
        receive.fail(reason);
      }
    }
  }
}
