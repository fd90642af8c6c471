package io.teleport.engine.peer;

import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters;
import java.time.Duration;

/**
 * Tells one incarnation of a peer what became of each of its messages, and says the same again if
 * it asks twice.
 *
 * <p>Called by any thread, unless a method says otherwise.
 */
final class Feedback {

  // Receipts wait a moment, so that many messages are confirmed by one frame.
  private static final Duration RECEIPT_DELAY = Duration.ofMillis(5);

  private final Association association;
  private final Timers timers;
  private final Counters counters;
  private volatile ReceiptBatch receipts = new ReceiptBatch();
  private volatile Arrivals arrivals = new Arrivals(1);
  private volatile boolean over;

  /**
   * Creates it; nothing has arrived.
   *
   * @param association tells the peer
   */
  Feedback(Association association, Timers timers, Counters counters) {
    this.association = association;
    this.timers = timers;
    this.counters = counters;
  }

  // ------------------------------------------------------------------ what is known

  /** Returns whether a message is here for the first time; answers for it if not. */
  boolean isNew(long number) throws ProtocolViolationException {
    Arrivals.Fate fate = arrivals.fate(number);
    if (fate == Arrivals.Fate.NEW) {
      return true;
    }
    counters.add(Counters.Count.DUPLICATES);
    if (fate == Arrivals.Fate.CONFIRMED) {
      confirm(number);
    } else if (fate == Arrivals.Fate.REFUSED) {
      Arrivals.Refusal refusal = arrivals.refusal(number);
      association.tell(FrameEncoder.reject(number, refusal.code(), refusal.detail()));
    }
    return false;
  }

  /** Returns what is known of the sender's messages; another one when the sender has forgotten. */
  Arrivals arrivals() {
    return arrivals;
  }

  /**
   * Keeps a message back if the one that it follows has not been handed on.
   *
   * @return false if it need not wait
   */
  boolean hold(long number, long after, Arrivals.Held message) {
    if (!arrivals.hold(number, after, message)) {
      return false;
    }
    if (over) {
      drop();
    }
    return true;
  }

  // ------------------------------------------------------------------ what is told

  /** A message is here. */
  void confirm(long number) {
    confirm(receipts, number);
  }

  private void confirm(ReceiptBatch batch, long number) {
    ReceiptBatch.Next next = batch.add(number);
    if (next == ReceiptBatch.Next.TAKE) {
      flush();
    } else if (next == ReceiptBatch.Next.SCHEDULE) {
      timers.after(RECEIPT_DELAY, this::flush);
    }
  }

  /** A message is not taken. */
  void reject(long number, RejectCode code, String detail) {
    arrivals.refused(number, code, detail);
    settle(number);
    association.tell(FrameEncoder.reject(number, code, detail));
  }

  /** A message is not taken, which is told when its turn has come. */
  void reject(MessageHeader header, RejectCode code, String detail) {
    long number = header.number();
    if (header.place() == null) {
      reject(number, code, detail);
    } else {
      skip(
          header.place().after(),
          new Skipped(
              number,
              () -> arrivals.refused(number, code, detail),
              () -> association.tell(FrameEncoder.reject(number, code, detail))));
    }
  }

  /**
   * The sender has taken a message back, which is confirmed when its turn has come.
   *
   * @param after the number of the message before it on its strand; 0 if there is none
   */
  void takenBack(long number, long after) {
    skip(after, new Skipped(number, () -> {}, () -> confirm(number)));
  }

  private void skip(long after, Skipped message) {
    if (!hold(message.number(), after, message)) {
      handOn(message);
    }
  }

  /**
   * A message that is not handed on. Those that follow it wait for those before it all the same.
   *
   * @param noted run when its turn has come
   * @param told run after that
   */
  private record Skipped(long number, Runnable noted, Runnable told) implements Arrivals.Held {
    @Override
    public boolean deliver() {
      noted.run();
      return true;
    }

    @Override
    public void settled() {
      told.run();
    }

    @Override
    public void drop() {
      // it holds nothing
    }
  }

  /** Nothing more of a message is needed, which is as good as all of it. */
  void enough(long number) {
    settle(number);
    confirm(number);
    association.tell(FrameEncoder.reject(number, RejectCode.ENOUGH, ""));
  }

  /** A message was handed on, or will not be: the next one on its strand may be. */
  void settle(long number) {
    handOn(arrivals.settled(number));
  }

  /**
   * Hands a message on, and after it those that wait for their turn, which may be very many.
   *
   * @param first null if there is none
   */
  void handOn(Arrivals.Held first) {
    Arrivals.Held next = first;
    while (next != null && next.deliver()) {
      Arrivals.Held settled = next;
      next = arrivals.settled(settled.number());
      settled.settled();
    }
  }

  /** Leaves it to the target of a message to say what becomes of it. */
  Verdict verdict(long number) {
    Arrivals known = arrivals;
    ReceiptBatch batch = receipts;
    known.delivered(number);
    return new Verdict() {
      @Override
      public void confirm() {
        known.returned(number);
        if (known == arrivals) {
          Feedback.this.confirm(batch, number);
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

  /** Tells at once what was to be told in a moment. */
  void flush() {
    long[] runs = receipts.take();
    if (runs != null) {
      association.tell(FrameEncoder.receipt(runs, runs.length));
    }
  }

  // ------------------------------------------------------------------ the sender's memory

  /** The sender is done with what has a number below. Called by the small loop. */
  void forgetBelow(long number) {
    arrivals.forgetBelow(number).forEach(this::handOn);
  }

  /** The sender has heard that messages are not taken. Called by the small loop. */
  void forgetRefused(long[] runs) {
    arrivals.forgetRefused(runs);
  }

  /** Tells all that has arrived, as the sender begins to use other sockets. */
  void tellAll() {
    for (long[] runs : arrivals.confirmed()) {
      association.tell(FrameEncoder.receipt(runs, runs.length));
    }
  }

  /**
   * The sender has forgotten its messages, and begins anew. Called by the small loop.
   *
   * @param next all numbers below are done with
   */
  void restart(long next) {
    arrivals = new Arrivals(next);
    // What waits to be confirmed are numbers that it does not know, or has given to others since.
    receipts = new ReceiptBatch();
  }

  /** Drops what is kept back: what it follows will not come. */
  void drop() {
    arrivals.clear().forEach(Arrivals.Held::drop);
  }

  /** Nothing is to be told any more. */
  void end() {
    over = true;
    drop();
  }

  /** Returns whether nothing is to be told any more. */
  boolean isOver() {
    return over;
  }

  /** Returns how much is remembered besides one number: for tests of leaks. */
  int entries() {
    return arrivals.entries();
  }
}
