package io.teleport.engine.peer;

import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.Segment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A large message, from its acceptance to its receipt: announced first, then sent in fragments as
 * far as the receiver allows. If the sockets are lost it is announced on others, and goes on where
 * the receiver says.
 *
 * <p>It keeps its content until its outcome is known, or, if it is sent once only, until all of it
 * is written. While it is attached to the writer of a bulk socket the content is not released
 * before that lets go, since nobody else knows when the memory is no longer being written from.
 */
final class BulkSend implements Retractable, QueuedFrame, OutboundAccount.Passenger {

  private enum State {
    /** No writer has it: it is not announced or not allowed yet, or all of it is written. */
    WAITING,
    /** A writer sends it. */
    ATTACHED,
    /** Memory and budget are given back. */
    RELEASED
  }

  private final byte[] announcement;
  private final Destination destination;
  private final Consumer<BulkSend> way;
  private final SendBudget.Share budget;
  private final long charged;
  private final long ahead;
  private final Outcome outcome;
  private final BulkContent content;
  private final boolean isConfirmed;
  private final Consumer<TeleportException> unreadable;
  private final AtomicBoolean inTurn = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();
  private State state = State.WAITING;

  /** Where it was announced, and whether that was not answered yet. */
  private Pool announcedOn;

  private boolean awaitsAllowance;
  private volatile boolean went;
  private volatile boolean announced;
  private volatile boolean givenUp;
  private volatile boolean over;
  private volatile BulkWriter writer;
  private volatile long allowed;
  private volatile boolean supplyEnded;
  private volatile boolean lastWritten;
  private volatile TeleportException fault;
  private long number;

  /**
   * Creates the message.
   *
   * @param announcement the frame that announces it
   * @param way takes it to the sockets, if there are any
   * @param charged how much room was taken in the budget
   * @param ahead how many bytes may be supplied that the receiver does not have
   * @param isConfirmed whether it is sent again by other sockets if need be
   * @param unreadable told, once, if a file of the list cannot be read to its end; not if a thread
   *     supplies the message and so learns of it
   */
  BulkSend(
      byte[] announcement,
      Destination destination,
      Consumer<BulkSend> way,
      BulkContent content,
      SendBudget.Share budget,
      long charged,
      long ahead,
      Outcome outcome,
      boolean isConfirmed,
      Consumer<TeleportException> unreadable) {
    this.announcement = announcement;
    this.destination = destination;
    this.way = way;
    this.content = content;
    this.budget = budget;
    this.charged = charged;
    this.ahead = ahead;
    this.outcome = outcome;
    this.isConfirmed = isConfirmed;
    this.unreadable = unreadable;
    this.supplyEnded = !content.isSupplied();
  }

  /** Gives it its number; before it is announced. */
  void number(long value) {
    number = value;
    FrameEncoder.number(announcement, value);
  }

  long number() {
    return number;
  }

  @Override
  public long after() {
    return FrameEncoder.after(announcement);
  }

  @Override
  public Destination destination() {
    return destination;
  }

  @Override
  public boolean isRequest() {
    return outcome.isOfRequest();
  }

  // ------------------------------------------------------------------ the announcement

  @Override
  public byte[] array() {
    return announcement;
  }

  @Override
  public int length() {
    return announcement.length;
  }

  @Override
  public int cost() {
    return announcement.length;
  }

  @Override
  public boolean go() {
    lock.lock();
    try {
      if (over || givenUp) {
        return false;
      }
      went = true;
    } finally {
      lock.unlock();
    }
    way.accept(this);
    return true;
  }

  @Override
  public void resend(Pool carrier) {
    if (went) {
      announceOn(() -> carrier);
    }
  }

  /**
   * Announces it, if that was not done there.
   *
   * @param where returns the pool by which messages leave, or null. It is asked when that cannot
   *     change unnoticed: else the message might end up with a pool that is gone, and with nobody
   *     listening to what the receiver says on the present one.
   */
  void announceOn(Supplier<Pool> where) {
    Pool carrier;
    lock.lock();
    try {
      carrier = where.get();
      if (over || carrier == null || announcedOn == carrier) {
        return;
      }
      announcedOn = carrier;
      awaitsAllowance = true;
    } finally {
      lock.unlock();
    }
    carrier.offerControl(this);
  }

  /** The sockets it was sent by are lost, and nothing moves on them any more. */
  void detach() {
    List<Segment> rest = List.of();
    lock.lock();
    try {
      announcedOn = null;
      awaitsAllowance = false;
      writer = null;
      inTurn.set(false);
      if (state == State.ATTACHED) {
        state = State.WAITING;
        rest = releaseIfOver();
      }
    } finally {
      lock.unlock();
    }
    rest.forEach(Segment::release);
  }

  @Override
  public boolean giveUp() {
    lock.lock();
    try {
      givenUp = true;
      return went;
    } finally {
      lock.unlock();
    }
  }

  boolean isConfirmed() {
    return isConfirmed;
  }

  @Override
  public boolean went() {
    return went;
  }

  @Override
  public void written() {
    // Its listener may begin with it; the rest waits for an allowance.
    announced = true;
  }

  @Override
  public void dropped() {
    // it is announced again
  }

  // ------------------------------------------------------------------ what becomes of it

  @Override
  public void confirmed() {
    end();
    outcome.confirmed();
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    end();
    if (code == RejectCode.ENOUGH) {
      outcome.confirmed();
    } else {
      outcome.rejected(code, detail);
    }
  }

  @Override
  public void lost(String reason) {
    end();
    outcome.lost(reason, announced);
  }

  /** Tells the sender that the content could not be read. */
  void failed(TeleportException reason) {
    end();
    outcome.failed(reason);
  }

  @Override
  public void withdraw() {
    lock.lock();
    try {
      // Nobody knows of it yet, so it is attached to no writer; the list is the caller's again.
      over = true;
      state = State.RELEASED;
      budget.release(charged);
    } finally {
      lock.unlock();
    }
  }

  /** Makes sure that no more of it is sent, and gives back what it holds as soon as that is so. */
  void end() {
    List<Segment> rest;
    lock.lock();
    try {
      over = true;
      progressed.signalAll();
      rest = releaseIfOver();
    } finally {
      lock.unlock();
    }
    rest.forEach(Segment::release);
    arm();
  }

  private List<Segment> releaseIfOver() {
    return over && state == State.WAITING ? release() : List.of();
  }

  private List<Segment> release() {
    state = State.RELEASED;
    budget.release(charged);
    return content.release();
  }

  /**
   * The writer that it is attached to has no more to do with it.
   *
   * @return false if it was not attached to that one
   */
  boolean letGo(BulkWriter by) {
    List<Segment> rest;
    lock.lock();
    try {
      if (writer != by || state != State.ATTACHED) {
        return false;
      }
      state = State.WAITING;
      writer = null;
      inTurn.set(false);
      rest = isWrittenForGood() ? release() : releaseIfOver();
    } finally {
      lock.unlock();
    }
    rest.forEach(Segment::release);
    return true;
  }

  /** Returns whether nothing of it is sent again: there was one attempt, and that is over. */
  private boolean isWrittenForGood() {
    return !isConfirmed && lastWritten && !content.isSupplied();
  }

  /**
   * Says that the content cannot be read to its end. Called by the writer it is attached to, which
   * sends no more of it than the fragment that it has begun.
   */
  void broken(TeleportException reason) {
    lock.lock();
    try {
      fault = reason;
      over = true;
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!content.isSupplied()) {
      unreadable.accept(reason);
    }
  }

  /** Returns whether the content cannot be read to its end. */
  boolean isBroken() {
    return fault != null;
  }

  /** Returns whether no more of it is to be sent. */
  boolean isOver() {
    return over;
  }

  // ------------------------------------------------------------------ allowance and supply

  /**
   * Takes note of what the receiver has, and of how much may be sent.
   *
   * @param by the pool of sockets that the allowance came on
   * @param choice chooses the writer when this is the first allowance there
   * @return false if the receiver wants what is not there any more
   */
  boolean allow(Pool by, long received, long upTo, Supplier<BulkWriter> choice) {
    List<Segment> spent;
    lock.lock();
    try {
      if (over || announcedOn != by) {
        return true;
      }
      if (awaitsAllowance) {
        awaitsAllowance = false;
        if (!content.seek(received)) {
          return false;
        }
        lastWritten = false;
        allowed = upTo;
        state = State.ATTACHED;
        writer = choice.get();
        writer.attached();
      } else {
        allowed = Math.max(allowed, upTo);
      }
      spent = content.received(Math.min(received, content.sent()));
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
    spent.forEach(Segment::release);
    arm();
    return true;
  }

  private void arm() {
    BulkWriter attachedTo = writer;
    if (attachedTo != null) {
      attachedTo.arm(this);
    }
  }

  /**
   * Adds bytes that the sending thread has read, waiting until the receiver has most of those
   * before.
   *
   * @param segment the bytes; belongs to the message from here on, whatever happens
   * @return false if nobody wants them any more
   * @throws TimeoutException if nothing moved for so long
   */
  boolean supply(Segment segment, long timeoutNanos) throws InterruptedException, TimeoutException {
    boolean taken = false;
    lock.lock();
    try {
      taken = awaitReceived(ahead, timeoutNanos) && state != State.RELEASED;
      if (taken) {
        content.supply(segment);
      }
    } finally {
      lock.unlock();
      if (!taken) {
        segment.release();
      }
    }
    arm();
    return taken;
  }

  /**
   * Waits until the receiver has all that was supplied, or wants no more.
   *
   * @throws TimeoutException if nothing moved for so long
   * @throws TeleportException if it cannot be read
   */
  void awaitReceived(long timeoutNanos) throws InterruptedException, TimeoutException {
    lock.lock();
    try {
      awaitReceived(0, timeoutNanos);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitReceived(long except, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    long left = timeoutNanos;
    long before = content.sent() + content.received();
    while (!over && content.supplied() - content.received() > except) {
      left = progressed.awaitNanos(left);
      long now = content.sent() + content.received();
      if (now != before) {
        before = now;
        left = timeoutNanos;
      } else if (left <= 0) {
        throw new TimeoutException(
            "nothing moved for " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
      }
    }
    if (fault != null) {
      throw fault;
    }
    return !over;
  }

  /** Says that all has been supplied. */
  void endSupply() {
    supplyEnded = true;
    arm();
  }

  // ------------------------------------------------------------------ for the writer, which is
  // alone with these

  /**
   * Begins a turn at a writer.
   *
   * @return false if the message has one, or is not attached there: it was, perhaps, but the
   *     writer's socket is lost
   */
  boolean enterTurn(BulkWriter by) {
    lock.lock();
    try {
      return writer == by && inTurn.compareAndSet(false, true);
    } finally {
      lock.unlock();
    }
  }

  void leaveTurn() {
    inTurn.set(false);
  }

  /** Returns how many bytes can be sent now. */
  long ready() {
    return Math.min(allowed, content.supplied()) - content.sent();
  }

  /** Returns whether there is anything to send now, be it only the news that this was all. */
  boolean hasWork() {
    return !lastWritten && (over || ready() > 0 || isLast(0));
  }

  /** Returns whether a fragment of that many bytes from here on is the last one. */
  boolean isLast(long count) {
    return supplyEnded && content.sent() + count == content.supplied();
  }

  /** Returns the content; nobody else moves on in it. */
  BulkContent content() {
    return content;
  }

  /** Returns the segment that the next byte is in, or null if there is none. */
  Segment current() {
    lock.lock();
    try {
      return content.current();
    } finally {
      lock.unlock();
    }
  }

  /** Moves on within the current segment, or to the next one. */
  void advance(long count) {
    lock.lock();
    try {
      content.advance(count);
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void lastWritten() {
    lastWritten = true;
  }
}
