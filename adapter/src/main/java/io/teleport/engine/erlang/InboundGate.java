package io.teleport.engine.erlang;

import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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
     * @param freed to be told when the memory is free again
     */
    record PassInChunks(Reservation reservation, Runnable freed) implements Verdict {}

    /** Stop reading; ask again when resumed. */
    record Wait() implements Verdict {}

    /** It is left out. */
    record LeaveOut(String reason) implements Verdict {}
  }

  /** For how long the connection to a node stands still because there is no room, at the most. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int MOST_EXHAUSTED = 1000;
  private static final int MOST_DOUBLINGS = 4;
  private static final Verdict PASS = new Verdict.Pass();
  private static final Verdict WAIT = new Verdict.Wait();

  private final Loop loop;
  private final ChunkPool pool;
  private final long window;
  private final Duration patience;
  private final Runnable resume;
  private final AtomicLong outstanding = new AtomicLong();
  private volatile boolean waitsForRoom;
  private int doublings;
  private Timer timer;

  /** Memory that was asked for, granted or not; null if none was. */
  private Asked asked;

  /**
   * The shares for which memory did not come in time: nobody waits for it once more before there
   * was some.
   */
  private final Set<MemoryShare> exhausted = new HashSet<>();

  /** Memory for one message. */
  private final class Asked {
    private final MemoryShare.Place place;
    private Reservation granted;
    private boolean given;

    Asked(MemoryShare share, int chunks) {
      if (share == null) {
        Reservation mine = pool.reserve(chunks, this::grant);
        place = mine::close;
      } else {
        place = share.enter(chunks, this::grant);
      }
    }

    private void grant(Reservation reservation) {
      synchronized (this) {
        if (given) {
          reservation.close();
          return;
        }
        granted = reservation;
      }
      loop.execute(() -> granted(this));
    }

    synchronized boolean isGranted() {
      return granted != null;
    }

    /** Hands the memory on, which has been granted. */
    synchronized Verdict pass() {
      given = true;
      return new Verdict.PassInChunks(granted, place::leave);
    }

    /** It is not wanted any more. */
    void giveUp() {
      synchronized (this) {
        given = true;
        if (granted != null) {
          granted.close();
        }
      }
      place.leave();
    }
  }

  /**
   * Creates it.
   *
   * @param window how many bytes of small messages may be under way
   * @param patience for how long nothing is read at the most; null if for as long as it takes
   * @param resume goes on reading; called on the loop
   */
  InboundGate(Loop loop, ChunkPool pool, long window, Duration patience, Runnable resume) {
    this.loop = loop;
    this.pool = pool;
    this.window = window;
    this.patience = patience;
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
        patience == null
            ? null
            : loop.after(
                patience,
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
      cancelTimer();
      resume.run();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** A small message is done with. Called by any thread. */
  void done(long cost) {
    if (outstanding.addAndGet(-cost) < window / 2 && waitsForRoom) {
      loop.execute(this::roomCame);
    }
  }

  /**
   * Returns whether there is memory for a large message.
   *
   * @param share what its destination may have; null if nothing limits it
   */
  Verdict reserve(MemoryShare share, int chunks) {
    Asked mine = asked;
    boolean isAsked = mine != null;
    if (!isAsked) {
      if (chunks > pool.bound()) {
        return new Verdict.LeaveOut("it is larger than all memory (bufferMemory)");
      }
      mine = new Asked(share, chunks);
    }
    asked = null;
    if (mine.isGranted()) {
      exhausted.remove(share);
      return mine.pass();
    }
    if (!isAsked && !exhausted.contains(share)) {
      await(mine);
      return WAIT;
    }
    mine.giveUp();
    if (exhausted.size() >= MOST_EXHAUSTED) {
      exhausted.clear();
    }
    exhausted.add(share);
    return new Verdict.LeaveOut(
        "there is no memory for %d KiB: its listener is slow, or all is in use (bufferMemory)"
            .formatted((long) chunks * ChunkPool.CHUNK_SIZE / 1024));
  }

  private void await(Asked mine) {
    asked = mine;
    timer =
        patience == null
            ? null
            : loop.after(
                patience,
                () -> {
                  if (asked == mine && !mine.isGranted()) {
                    resume.run();
                  }
                });
  }

  private void granted(Asked mine) {
    if (asked == mine) {
      cancelTimer();
      resume.run();
    }
  }

  private void resume() {
    loop.execute(resume);
  }

  /**
   * Returns how reading stands still while a listener does not read what arrives.
   *
   * @param toBegin for how long before it begins; null: for ever
   * @param toGoOn for how long while it reads; null: for ever
   */
  StreamedReceive.Stall stall(Duration toBegin, Duration toGoOn) {
    return new StreamedReceive.Stall(loop, this::resume, toBegin, toGoOn);
  }

  /** The message that was told to wait for memory is not wanted any more. */
  void withdraw() {
    if (asked != null) {
      cancelTimer();
      asked.giveUp();
      asked = null;
    }
  }

  /** Gives up what was asked for. */
  void close() {
    waitsForRoom = false;
    cancelTimer();
    withdraw();
  }
}
