package io.teleport.engine.peer;

import io.teleport.TeleportException;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * far as the receiver allows.
 *
 * <p>It owns its gather list. Until it is attached to a bulk socket the session releases it; from
 * then on only the writer of that socket does, since nobody else knows when the memory is no longer
 * being written from.
 */
final class BulkSend implements Outgoing, QueuedFrame, OutboundAccount.Passenger {

  private enum State {
    WAITING,
    ATTACHED,
    RELEASED
  }

  private static final long PUMPED_AHEAD = 1 << 20;

  private final byte[] announcement;
  private final FrameWriter control;
  private final SendBudget.Share budget;
  private final long charged;
  private final Outcome outcome;
  private final GatherList list;
  private final Consumer<TeleportException> unreadable;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final AtomicBoolean inTurn = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();
  private State state = State.WAITING;

  /** How many of the segments belong to the list; those after them were supplied. */
  private int listed;

  private volatile boolean announced;
  private volatile boolean cancelled;
  private volatile BulkWriter writer;
  private volatile long allowed;
  private volatile long supplied;
  private volatile boolean supplyEnded;
  private volatile long sent;
  private long number;
  private long offset;
  private volatile boolean lastWritten;
  private volatile TeleportException fault;

  /**
   * Creates the message.
   *
   * @param announcement the frame that announces it
   * @param control where the announcement goes out
   * @param skip how many bytes of the list's begin are not sent in fragments
   * @param charged how much room was taken in the budget
   * @param unreadable told, once, if a file of the list cannot be read to its end; not if a thread
   *     supplies the message and so learns of it
   */
  BulkSend(
      byte[] announcement,
      FrameWriter control,
      GatherList list,
      long skip,
      SendBudget.Share budget,
      long charged,
      Outcome outcome,
      Consumer<TeleportException> unreadable) {
    this.announcement = announcement;
    this.control = control;
    this.list = list;
    this.budget = budget;
    this.charged = charged;
    this.outcome = outcome;
    this.unreadable = unreadable;
    segments.addAll(list.segments());
    skip(skip);
    listed = segments.size();
    supplied = segments.stream().mapToLong(Segment::length).sum() - offset;
    supplyEnded = list.pumped() == null;
  }

  private void skip(long count) {
    long left = count;
    while (left > 0 && left >= segments.peek().length()) {
      left -= segments.remove().length();
    }
    offset = left;
  }

  /** Gives it its number; before it is announced. */
  void number(long value) {
    number = value;
    FrameEncoder.number(announcement, value);
  }

  long number() {
    return number;
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
  public void go() {
    if (!cancelled) {
      announced = true;
      control.offer(this);
    }
  }

  @Override
  public void written() {
    // the budget is given back when the message itself is written
  }

  // ------------------------------------------------------------------ what becomes of it

  @Override
  public void confirmed() {
    // A peer may confirm what it has not let this node send.
    cancel();
    outcome.confirmed();
  }

  @Override
  public void rejected(RejectCode code, String detail) {
    cancel();
    if (code == RejectCode.ENOUGH) {
      outcome.confirmed();
    } else {
      outcome.rejected(code, detail);
    }
  }

  @Override
  public void lost(String reason) {
    cancel();
    outcome.lost(reason, announced);
  }

  @Override
  public void withdraw() {
    lock.lock();
    try {
      // Nobody knows of it yet, so it is attached to no writer; the list is the caller's again.
      state = State.RELEASED;
      budget.release(charged);
    } finally {
      lock.unlock();
    }
  }

  /** Makes sure that no more of it is sent. */
  void cancel() {
    cancelled = true;
    lock.lock();
    try {
      progressed.signalAll();
      if (state == State.WAITING) {
        release();
      }
    } finally {
      lock.unlock();
    }
    BulkWriter attachedTo = writer;
    if (attachedTo != null) {
      attachedTo.arm(this);
    }
  }

  /**
   * Says that the content cannot be read to its end. Called by the writer it is attached to, which
   * sends no more of it than the fragment that it has begun.
   */
  void broken(TeleportException reason) {
    lock.lock();
    try {
      fault = reason;
      cancelled = true;
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
    if (list.pumped() == null) {
      unreadable.accept(reason);
    }
  }

  /** Returns whether the content cannot be read to its end. */
  boolean isBroken() {
    return fault != null;
  }

  /** Tells the sender that the content could not be read. */
  void failed(TeleportException reason) {
    cancel();
    outcome.failed(reason);
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean isAnnounced() {
    return announced;
  }

  /**
   * Gives memory and budget back. Called by the writer it is attached to, or when it is attached to
   * none.
   *
   * @return false if that was done before
   */
  boolean release() {
    List<Segment> rest;
    lock.lock();
    try {
      if (state == State.RELEASED) {
        return false;
      }
      state = State.RELEASED;
      list.release();
      budget.release(charged);
      rest = segments.stream().skip(listed).toList();
      segments.clear();
    } finally {
      lock.unlock();
    }
    rest.forEach(Segment::release);
    return true;
  }

  // ------------------------------------------------------------------ allowance and supply

  /**
   * Takes note of how much may be sent.
   *
   * @param choice attaches it to a writer when this is the first allowance
   */
  void allow(long upTo, Supplier<BulkWriter> choice) {
    allowed = Math.max(allowed, upTo);
    lock.lock();
    try {
      if (state == State.WAITING && !cancelled) {
        state = State.ATTACHED;
        writer = choice.get();
        writer.attached();
      }
    } finally {
      lock.unlock();
    }
    arm();
  }

  private void arm() {
    BulkWriter attachedTo = writer;
    if (attachedTo != null) {
      attachedTo.arm(this);
    }
  }

  /**
   * Adds bytes that the sending thread has read, waiting until most of those before are sent.
   *
   * @param segment the bytes; belongs to the message from here on, whatever happens
   * @return false if nobody wants them any more
   * @throws TimeoutException if nothing moved for so long
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread supplies
  boolean supply(Segment segment, long timeoutNanos) throws InterruptedException, TimeoutException {
    boolean taken = false;
    lock.lock();
    try {
      taken = awaitSent(PUMPED_AHEAD, timeoutNanos) && state != State.RELEASED;
      if (taken) {
        segments.add(segment);
        supplied += segment.length();
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
   * Waits until all that was supplied is sent.
   *
   * @return false if nobody wants it any more
   * @throws TimeoutException if nothing moved for so long
   * @throws TeleportException if it cannot be read
   */
  boolean awaitSent(long timeoutNanos) throws InterruptedException, TimeoutException {
    lock.lock();
    try {
      return awaitSent(0, timeoutNanos);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitSent(long except, long timeoutNanos)
      throws InterruptedException, TimeoutException {
    long left = timeoutNanos;
    long before = sent;
    while (!cancelled && supplied - sent > except) {
      left = progressed.awaitNanos(left);
      if (sent != before) {
        before = sent;
        left = timeoutNanos;
      } else if (left <= 0) {
        throw new TimeoutException(
            "nothing moved for " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
      }
    }
    if (fault != null) {
      throw fault;
    }
    return !cancelled;
  }

  /** Says that all has been supplied. */
  void endSupply() {
    supplyEnded = true;
    arm();
  }

  // ------------------------------------------------------------------ for the writer, which is
  // alone with these

  boolean enterTurn() {
    return inTurn.compareAndSet(false, true);
  }

  void leaveTurn() {
    inTurn.set(false);
  }

  /** Returns how many bytes can be sent now. */
  long ready() {
    return Math.min(allowed, supplied) - sent;
  }

  /** Returns whether there is anything to send now, be it only the news that this was all. */
  boolean hasWork() {
    return !lastWritten && (cancelled || ready() > 0 || (supplyEnded && sent == supplied));
  }

  /** Returns whether a fragment of that many bytes from here on is the last one. */
  boolean isLast(long count) {
    return supplyEnded && sent + count == supplied;
  }

  /** Returns the segment that the next byte is in, or null if there is none. */
  Segment current() {
    lock.lock();
    try {
      return segments.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Returns where in the current segment the next byte is. */
  long offset() {
    return offset;
  }

  /** Returns a view of the next bytes, of a segment that is neither on the heap nor a file. */
  ByteBuffer view(Segment segment, long most) {
    if (segment instanceof Segment.Chunks chunks) {
      return chunks
          .memory()
          .view(chunks.offset() + offset, Math.min(most, chunks.length() - offset));
    }
    ByteBuffer buffer =
        segment instanceof Segment.Lent lent ? lent.buffer() : ((Segment.Buffer) segment).buffer();
    int count = (int) Math.min(most, buffer.remaining() - offset);
    return buffer.slice(buffer.position() + (int) offset, count);
  }

  /**
   * Moves on within the current segment, or to the next one.
   *
   * @return a segment that was supplied, if this is its end: the writer releases it when its bytes
   *     are written; else null
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  Segment advance(long count) {
    lock.lock();
    try {
      Segment passed = null;
      offset += count;
      if (offset == segments.peek().length()) {
        passed = segments.remove();
        offset = 0;
        if (listed > 0) {
          listed--;
          passed = null;
        }
      }
      sent += count;
      progressed.signalAll();
      return passed;
    } finally {
      lock.unlock();
    }
  }

  void lastWritten() {
    lastWritten = true;
  }

  /** Returns whether its last fragment has been put together. */
  boolean isDone() {
    return lastWritten;
  }
}
