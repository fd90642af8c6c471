package io.teleport.engine.erlang;

import io.teleport.BackpressureException;
import io.teleport.BodyLengthException;
import io.teleport.TeleportException;
import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of a stream of known length on their way from the sending thread, which reads the
 * stream, to who writes them to a socket: never more than {@value #MOST} of them at a time.
 *
 * <p>Owns its buffers, and the stream while {@link #run} runs. Two threads use it: one runs it, the
 * other writes.
 */
final class BodySupply {

  /** The size of a piece in bytes. */
  static final int PIECE = 256 << 10;

  private static final int AHEAD = 4;

  /** How many bytes are held at the most. */
  static final long MOST = (long) AHEAD * PIECE;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final BinaryContent source;
  private final Duration timeout;
  private final Deque<ByteBuffer> idle = new ArrayDeque<>();
  private final Deque<ByteBuffer> filled = new ArrayDeque<>();

  /** Pieces of which all was handed out, and not all was written. */
  private final List<ByteBuffer> handedOut = new ArrayList<>();

  private int pieces;
  private long available;
  private boolean over;
  private boolean failed;
  private volatile Runnable wake = () -> {};

  /**
   * Creates it.
   *
   * @param source what is read, of known length
   * @param timeout for how long nothing may be written before the sender gives up
   */
  BodySupply(BinaryContent source, Duration timeout) {
    this.source = source;
    this.timeout = timeout;
  }

  // ------------------------------------------------------------------ who writes

  /** Sets what is called when there is more to write, or when there will not be. */
  void whenSupplied(Runnable listener) {
    wake = listener;
  }

  /** Returns how many bytes can be taken now. */
  long available() {
    lock.lock();
    try {
      return available;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the rest will not come. */
  boolean hasFailed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a view of the next bytes, valid until {@link #written}.
   *
   * @param most how many at the most; as many are available
   */
  ByteBuffer take(long most) {
    lock.lock();
    try {
      ByteBuffer first = filled.element();
      int count = (int) Math.min(most, first.remaining());
      ByteBuffer view = first.slice(first.position(), count);
      first.position(first.position() + count);
      available -= count;
      if (!first.hasRemaining()) {
        handedOut.add(filled.remove());
      }
      return view;
    } finally {
      lock.unlock();
    }
  }

  /** Says that all that was taken is written. */
  void written() {
    lock.lock();
    try {
      idle.addAll(handedOut);
      handedOut.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that no more is wanted: all was taken, or the message was given up. */
  void close() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ who sends

  /**
   * Reads the stream to its end, no faster than it is written, and closes it. If that fails, the
   * message is taken back. Returns early if the message was given up, whose fate was told then.
   *
   * @param to where the message goes, for the log
   * @throws BodyLengthException if the stream has another length than was announced
   * @throws BackpressureException if nothing is written for too long
   * @throws TeleportException if the stream cannot be read
   */
  void run(String to) {
    boolean complete = false;
    try (InputStream in = source.openStream()) {
      supplyAll(in, to);
      complete = true;
    } catch (IOException e) {
      throw new TeleportException("reading the stream that is to be sent to " + to, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while sending a stream to " + to, e);
    } finally {
      if (!complete) {
        fail();
      }
    }
  }

  private void supplyAll(InputStream in, String to) throws IOException, InterruptedException {
    long left = source.size();
    while (left > 0) {
      ByteBuffer piece = awaitPiece(to);
      if (piece == null) {
        return;
      }
      int wanted = (int) Math.min(left, PIECE);
      int count = in.readNBytes(piece.array(), piece.arrayOffset(), wanted);
      left -= count;
      if (count < wanted) {
        throw new BodyLengthException(
            "the stream that is to be sent to %s ended %d bytes before the %d that were announced"
                .formatted(to, left, source.size()));
      }
      if (left == 0 && in.read() >= 0) {
        throw new BodyLengthException(
            "the stream that is to be sent to %s has more than the %d bytes that were announced"
                .formatted(to, source.size()));
      }
      offer(piece.limit(count));
    }
  }

  /** Returns an empty piece, or null if no more is wanted. */
  private ByteBuffer awaitPiece(String to) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!over && idle.isEmpty() && pieces == AHEAD) {
        if (left <= 0) {
          throw new BackpressureException(
              "nothing of a stream to %s could be written for %d ms (sendTimeout)"
                  .formatted(to, timeout.toMillis()));
        }
        left = changed.awaitNanos(left);
      }
      if (over) {
        return null;
      }
      if (!idle.isEmpty()) {
        return idle.remove().clear();
      }
      pieces++;
      return ByteBuffer.allocate(PIECE);
    } finally {
      lock.unlock();
    }
  }

  private void offer(ByteBuffer piece) {
    lock.lock();
    try {
      filled.add(piece);
      available += piece.remaining();
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  private void fail() {
    lock.lock();
    try {
      failed = !over;
    } finally {
      lock.unlock();
    }
    wake.run();
  }
}
