package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was accepted for one incarnation of a peer and is not confirmed: takes it to the sockets,
 * keeps it until its outcome is known, and sends it again by other sockets if those are lost.
 *
 * <p>Any thread may bring messages; what the peer says, and that sockets come and go, is told by
 * the small loop.
 */
final class Departures {

  /** After how many refusals the receiver is told which ones it need not remember. */
  private static final int REFUSALS_REMEMBERED = 256;

  /** How many numbers that begin or end a run go into one frame. */
  private static final int MOST_TOLD = 128;

  private final Association association;
  private final OutboundAccounts accounts;
  private final AtomicLong numbers = new AtomicLong();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Object idle = new Object();

  /** The pool by which messages leave; null while there is none. */
  private volatile Pool carrier;

  /** Whether a pool will carry messages as soon as the peer has answered. */
  private volatile boolean isBeginning;

  /** What nobody keeps, and waits for that. */
  private final Queue<SmallSend> early = new ConcurrentLinkedQueue<>();

  /**
   * All numbers below are done with, and the receiver was told so; confined to the small loop, as
   * are those after it.
   */
  private long lowest = 1;

  /** The highest number of those that the receiver may remember one by one until it is told. */
  private long remembered;

  private int refusals;

  /**
   * The numbers that were refused and that the receiver need not remember, however long a message
   * of before takes.
   */
  private final ReceiptBatch refused = new ReceiptBatch();

  /** Tells the receiver from one that has forgotten what it had; 0 if none was heard of. */
  private long receiver;

  /**
   * Creates it, with nothing under way.
   *
   * @param accounts hold messages back until there is credit for them
   */
  Departures(Association association, OutboundAccounts accounts) {
    this.association = association;
    this.accounts = accounts;
  }

  // ------------------------------------------------------------------ what is accepted

  /**
   * Gives a message its number and makes it one that is under way.
   *
   * @param frame where the number goes
   */
  long add(Outgoing send, byte[] frame) {
    long number = numbers.incrementAndGet();
    FrameEncoder.number(frame, number);
    if (send instanceof BulkSend bulk) {
      bulk.number(number);
    }
    unconfirmed.put(number, send);
    return number;
  }

  /** Takes a message out; returns whether its outcome was not told yet. */
  boolean remove(long number, Outgoing send) {
    boolean isRemoved = unconfirmed.remove(number, send);
    signalIfIdle();
    return isRemoved;
  }

  // ------------------------------------------------------------------ to the sockets

  /** Takes a small message to the sockets; if there are none it waits for some. */
  void carry(SmallSend send) {
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

  /** Takes the announcement of a large message to the sockets. */
  void carry(BulkSend send) {
    send.announceOn(() -> carrier);
  }

  /** Makes sure that small messages leave that were taken to the sockets. */
  void flushSmall() {
    Pool by = carrier;
    if (by != null) {
      by.flushSmall();
    }
  }

  /** Makes sure that announcements leave. */
  void flushControl() {
    Pool by = carrier;
    if (by != null) {
      by.flushControl();
    }
  }

  private void flush() {
    flushSmall();
    flushControl();
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

  /**
   * Puts the news that a large message is taken back in its place. Called by any thread.
   *
   * @return false if its outcome is known already
   */
  boolean takeBack(BulkSend send, String reason) {
    return takeBack(send.number(), send, reason);
  }

  private boolean takeBack(long number, Retractable send, String reason) {
    Destination destination = send.destination();
    int cost = send.giveUp() && !(destination instanceof Destination.Caller) ? send.cost() : 0;
    Frame.Abort abort = new Frame.Abort(number, send.after(), destination, cost, reason);
    AbortedSend aborted = new AbortedSend(FrameEncoder.abort(abort));
    if (!unconfirmed.replace(number, send, aborted)) {
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
    if (accounts.credit(credit)) {
      flush();
    }
  }

  void onReceipt(long[] ranges) throws ProtocolViolationException {
    SendBudget.Refund refund = new SendBudget.Refund();
    try {
      for (int i = 0; i < ranges.length; i += 2) {
        if (ranges[i + 1] > numbers.get()) {
          throw new ProtocolViolationException(
              "a receipt for message " + ranges[i + 1] + ", which was never sent");
        }
        unconfirmed.remove(ranges[i], ranges[i + 1], send -> confirmed(send, refund));
      }
    } finally {
      refund.close();
    }
    signalIfIdle();
  }

  private static void confirmed(Outgoing send, SendBudget.Refund refund) {
    if (send instanceof SmallSend small) {
      small.confirmed(refund);
    } else {
      send.confirmed();
    }
  }

  void onReject(long number, RejectCode code, String detail) {
    Outgoing send = unconfirmed.remove(number);
    boolean isMuch = false;
    if (send != null) {
      remembered = Math.max(remembered, number);
      send.rejected(code, detail);
      isMuch = refused.add(number) == ReceiptBatch.Next.TAKE;
    }
    signalIfIdle();
    refusals++;
    if (isMuch || refusals >= REFUSALS_REMEMBERED) {
      tellSettled();
    }
  }

  void onClosed(Frame.Closed closed) {
    if (accounts.closed(closed)) {
      flush();
    }
  }

  /** Called every now and then while there is a pool. */
  void tick() {
    tellSettled();
    Pool by = carrier;
    if (by != null) {
      accounts.sweep(close -> by.control(FrameEncoder.close(close)));
    }
  }

  /**
   * Tells the receiver what it need not remember, if it refused something. As long as there are
   * messages before that which are not done with, it is to be told again.
   */
  private void tellSettled() {
    Pool by = carrier;
    if (remembered < lowest || by == null) {
      return;
    }
    refusals = 0;
    long before = lowest;
    long[] runs = refused.take();
    if (settled() > before || runs != null) {
      int told = 0;
      do {
        int end = runs == null ? 0 : Math.min(runs.length, told + MOST_TOLD);
        by.control(
            FrameEncoder.settled(
                lowest, runs == null ? new long[0] : Arrays.copyOfRange(runs, told, end)));
        told = end;
      } while (runs != null && told < runs.length);
    }
  }

  void onAllow(Pool by, Frame.Allow allow) {
    if (unconfirmed.get(allow.number()) instanceof BulkSend bulk
        && !bulk.allow(by, allow.received(), allow.upTo(), by::leastLoaded)) {
      String reason = "the receiver wants bytes again that are not kept any more";
      // The receiver hears of it: whoever reads there would wait in vain.
      if (takeBack(bulk, reason)) {
        bulk.lost(reason);
      }
    }
  }

  // ------------------------------------------------------------------ sockets come and go

  /** Returns below which number all messages are done with, for the receiver to be told. */
  long settled() {
    lowest = Math.max(lowest, unconfirmed.lowest(numbers::get, lowest));
    return lowest;
  }

  /** A pool will carry messages as soon as the peer has answered. */
  void begin() {
    accounts.begin();
    isBeginning = true;
  }

  /**
   * The receiver has told all that it has: what it has not confirmed is sent again, by this pool.
   *
   * @param id tells it from one that has forgotten what it had
   */
  void resume(Pool by, long id) {
    if (receiver != 0 && receiver != id) {
      forgotten();
    }
    receiver = id;
    accounts.resume();
    carrier = by;
    isBeginning = false;
    dealWithEarly();
    unconfirmed.forEach((number, send) -> send.resend(by));
    flush();
  }

  /** The receiver does not know any more what it had: nobody knows what was delivered. */
  private void forgotten() {
    unconfirmed.forEach(
        (number, send) -> {
          if (send.went() && unconfirmed.remove(number) != null) {
            send.lost(association.node() + " was cut off for too long, and has forgotten");
          }
        });
    accounts.restart();
    remembered = numbers.get();
    signalIfIdle();
  }

  /** The pool is lost, and nothing moves on its sockets any more. */
  void detach(Pool lost) {
    if (carrier == lost) {
      carrier = null;
    }
    isBeginning = false;
    accounts.detach();
    dealWithEarly();
    lost.discardSmall();
    unconfirmed.forEach(
        (number, send) -> {
          if (send instanceof BulkSend bulk) {
            bulk.detach();
            if (!bulk.isConfirmed() && bulk.went()) {
              dropBestEffort(bulk);
            }
          }
        });
  }

  private void dropBestEffort(BulkSend bulk) {
    if (takeBack(bulk, "the connection was lost")) {
      bulk.lost("the connection was lost");
    }
  }

  /** Takes all requests back: nobody is to wait for their answers. */
  void giveUpRequests(String reason) {
    unconfirmed.forEach((number, send) -> giveUpRequest(number, send, reason));
  }

  /** Takes a message back if it is a request. Called by any thread. */
  void giveUpRequest(long number, Outgoing send, String reason) {
    if (send instanceof Retractable request
        && request.isRequest()
        && takeBack(number, request, "nobody waits for its answer")) {
      request.lost(reason);
    }
  }

  // ------------------------------------------------------------------ the end

  /** Tells everything that is under way that it is lost. */
  void fail(String reason) {
    carrier = null;
    accounts.clear();
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
    levels.add(Level.WAITING, early.size());
  }

  private void signalIfIdle() {
    if (unconfirmed.isEmpty()) {
      synchronized (idle) {
        idle.notifyAll();
      }
    }
  }
}
