package io.teleport.engine.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Loops that share the same kind of sockets, so that more than one processor moves their bytes.
 * Each socket belongs to one of them. Safe for use by any thread.
 */
public final class LoopGroup {

  private final List<Loop> loops;
  private final AtomicInteger begun = new AtomicInteger();

  private LoopGroup(List<Loop> loops) {
    this.loops = List.copyOf(loops);
  }

  /**
   * Creates loops; they run after {@link #start}.
   *
   * @param name for log messages; each loop's has its number added
   * @param count how many
   * @throws IOException if the operating system gives no selector; nothing is left open then
   */
  public static LoopGroup create(String name, int count, Executor executor, LongSupplier nanoTime)
      throws IOException {
    List<Loop> loops = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        loops.add(new Loop(name + "-" + i, executor, nanoTime));
      }
    } catch (IOException e) {
      loops.forEach(Loop::requestClose);
      throw e;
    }
    return new LoopGroup(loops);
  }

  /**
   * Starts all loops.
   *
   * @throws RejectedExecutionException if the executor refuses one; the group is to be closed then
   */
  public void start() {
    loops.forEach(Loop::start);
  }

  /** Returns the loops; there is at least one. */
  public List<Loop> loops() {
    return loops;
  }

  /** Begins to deal out the loops to sockets that belong together. */
  public Spread spread() {
    return new Spread(Math.floorMod(begun.getAndIncrement(), loops.size()));
  }

  /** Returns whether no socket of any loop had anything to do for 20 milliseconds. */
  public boolean isQuiet() {
    for (Loop loop : loops) {
      if (!loop.isQuiet()) {
        return false;
      }
    }
    return true;
  }

  /** Ends all loops soon. */
  public void requestClose() {
    loops.forEach(Loop::requestClose);
  }

  /**
   * Ends all loops, as {@link Loop#close} does.
   *
   * @return whether all of them ended within the time
   */
  public boolean close(Duration timeout) throws InterruptedException {
    requestClose();
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean ended = true;
    for (Loop loop : loops) {
      long left = Math.max(0, deadline - System.nanoTime());
      ended &= loop.close(Duration.ofNanos(left));
    }
    return ended;
  }

  /**
   * Deals out the loops of a group in turn, each as often as the others; groups of sockets that
   * come one after the other begin with different loops. To be used by one thread at a time.
   */
  public final class Spread {

    private int next;

    private Spread(int first) {
      this.next = first;
    }

    /** Returns the loop for one more socket. */
    public Loop next() {
      Loop loop = loops.get(next);
      next = (next + 1) % loops.size();
      return loop;
    }
  }
}
