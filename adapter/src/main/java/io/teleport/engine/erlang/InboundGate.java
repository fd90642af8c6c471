package io.teleport.engine.erlang;

import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what one Erlang node has under way to this one. The distribution protocol has no credit:
 * who does not want more can only stop reading, which stops the sending processes over there sooner
 * or later, and all other messages of that node with them, answers among them. So a full node does
 * not read for a moment; then it takes more all the same, up to a hard bound; and what exceeds that
 * is left out, and told.
 *
 * <p>Confined to its loop, but for {@link #done}.
 */
final class InboundGate {

  /** What is to be done with a message. */
  sealed interface Verdict {

    /** It may come. */
    record Pass() implements Verdict {}

    /**
     * It may come, and has memory.
     *
     * @param reservation belongs to the caller
     */
    record PassInChunks(Reservation reservation) implements Verdict {}

    /** Stop reading; ask again when resumed. */
    record Wait() implements Verdict {}

    /** It is left out. */
    record LeaveOut(String reason) implements Verdict {}
  }

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 4;
  private static final Verdict PASS = new Verdict.Pass();
  private static final Verdict WAIT = new Verdict.Wait();

  private final Loop loop;
  private final ChunkPool pool;
  private final long window;
  private final Runnable resume;
  private final AtomicLong outstanding = new AtomicLong();
  private volatile boolean waitsForRoom;
  private int doublings;
  private Timer timer;

  /** Memory that was asked for, granted or not; null if none was. */
  private Reservation asked;

  private boolean granted;
  private boolean gaveUp;

  /**
   * Creates it.
   *
   * @param window how many bytes of small messages may be under way
   * @param resume goes on reading; called on the loop
   */
  InboundGate(Loop loop, ChunkPool pool, long window, Runnable resume) {
    this.loop = loop;
    this.pool = pool;
    this.window = window;
    this.resume = resume;
  }

  /** Returns whether a small message may come; if so it counts until {@link #done}. */
  Verdict admit(long cost) {
    long under = outstanding.get();
    if (under + cost > window << doublings && under > 0) {
      if (doublings == MOST_DOUBLINGS) {
        return new Verdict.LeaveOut(
            "messages of %d bytes are under way from its node already (receiveWindow is %d)"
                .formatted(under, window));
      }
      waitForRoom();
      return WAIT;
    }
    if (doublings > 0 && under < window / 2) {
      doublings = 0;
    }
    outstanding.addAndGet(cost);
    return PASS;
  }

  private void waitForRoom() {
    waitsForRoom = true;
    timer =
        loop.after(
            PATIENCE,
            () -> {
              if (waitsForRoom) {
                waitsForRoom = false;
                doublings++;
                resume.run();
              }
            });
    if (outstanding.get() < window / 2) {
      // What made it full was done with meanwhile, by another thread.
      loop.execute(this::roomCame);
    }
  }

  private void roomCame() {
    if (waitsForRoom) {
      waitsForRoom = false;
      timer.cancel();
      resume.run();
    }
  }

  /** A small message is done with. Called by any thread. */
  void done(long cost) {
    if (outstanding.addAndGet(-cost) < window / 2 && waitsForRoom) {
      loop.execute(this::roomCame);
    }
  }

  /** Returns whether there is memory for a large message. */
  Verdict reserve(int chunks) {
    if (asked != null) {
      Reservation mine = asked;
      asked = null;
      if (granted) {
        return new Verdict.PassInChunks(mine);
      }
      mine.close();
      return new Verdict.LeaveOut(
          "there is no memory for %d KiB (bufferMemory)"
              .formatted((long) chunks * ChunkPool.CHUNK_SIZE / 1024));
    }
    Reservation now = pool.tryReserve(chunks);
    if (now != null) {
      return new Verdict.PassInChunks(now);
    }
    if (chunks > pool.bound()) {
      return new Verdict.LeaveOut("it is larger than all memory (bufferMemory)");
    }
    granted = false;
    gaveUp = false;
    asked = pool.reserve(chunks, reservation -> loop.execute(() -> granted(reservation)));
    Reservation mine = asked;
    timer =
        loop.after(
            PATIENCE,
            () -> {
              if (asked == mine && !granted) {
                gaveUp = true;
                resume.run();
              }
            });
    return WAIT;
  }

  private void granted(Reservation reservation) {
    if (asked == reservation && !gaveUp) {
      granted = true;
      timer.cancel();
      resume.run();
    }
  }

  /** Gives up what was asked for. */
  void close() {
    waitsForRoom = false;
    if (timer != null) {
      timer.cancel();
    }
    if (asked != null) {
      asked.close();
      asked = null;
    }
  }
}
