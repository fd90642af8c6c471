package io.teleport.engine.interleaving;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Threads that take turns: one runs at a time, and another one only goes on at a {@linkplain #point
 * point} where the schedule says so, or where the one that runs has to wait. Code that an {@link
 * InterleavingLoader} has loaded has a point before each access to shared memory, and locks and
 * waits in a way that is known here. Everything is as if each access took effect at once, in one
 * order for all threads.
 */
public final class Interleaving {

  private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();
  private static final int LONGEST_RUN = 3_000;
  private static final int MOST_POINTS = 200_000;
  private static final int PATIENCE_SECONDS = 20;

  private final List<Actor> actors = new ArrayList<>();
  private final IdentityHashMap<Object, Hold> locks = new IdentityHashMap<>();
  private final Iterator<Integer> schedule;
  private final Semaphore end = new Semaphore(0);
  private int gap;
  private int run;
  private int points;
  private Throwable failure;

  /**
   * Creates it.
   *
   * @param schedule for each switch, after how many points and to whom, both in one number; when it
   *     is at its end, threads run until they wait
   */
  public Interleaving(List<Integer> schedule) {
    this.schedule = schedule.iterator();
    this.gap = nextGap();
  }

  /** Who has a lock, and how often. */
  private static final class Hold {
    private Actor owner;
    private int depth;
  }

  /** A thread. */
  private final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private final String name;
    private BooleanSupplier waitsFor = () -> true;
    private boolean done;
    private int held;

    Actor(String name) {
      this.name = name;
    }

    boolean isReady() {
      return !done && quietly(waitsFor);
    }

    Interleaving interleaving() {
      return Interleaving.this;
    }
  }

  /** What a thread does. */
  @FunctionalInterface
  public interface Part {
    /** Does it. */
    void play() throws Exception;
  }

  /** Ends the threads when one has failed. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Adds a thread; it begins with {@link #play}. */
  public void add(String name, Part part) {
    Actor actor = new Actor(name);
    actors.add(actor);
    Thread thread =
        new Thread(
            () -> {
              CURRENT.set(actor);
              actor.turn.acquireUninterruptibly();
              try {
                check();
                part.play();
              } catch (Stopped e) {
                actor.done = true;
              } catch (Throwable e) {
                failure = failure == null ? e : failure;
              }
              actor.done = true;
              finish(actor);
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs all threads to their ends; fails as the first one does that fails. */
  public void play() throws InterruptedException {
    pass(actors.get(0));
    if (!end.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("a thread waits for something that is not known here: " + states());
    }
    if (failure != null) {
      throw new AssertionError(failure.toString(), failure);
    }
  }

  private String states() {
    StringBuilder text = new StringBuilder();
    for (Actor actor : actors) {
      String state = actor.done ? "done" : actor.isReady() ? "ready" : "waiting";
      text.append(actor.name).append(' ').append(state).append("; ");
    }
    return text.toString();
  }

  private int nextGap() {
    return schedule.hasNext() ? schedule.next() : LONGEST_RUN;
  }

  private void check() {
    if (failure != null) {
      throw new Stopped();
    }
  }

  private static void pass(Actor next) {
    next.turn.release();
  }

  private void finish(Actor last) {
    Actor next = failure == null ? choose(last) : firstLeft();
    if (next != null) {
      pass(next);
    } else if (actors.stream().allMatch(actor -> actor.done)) {
      end.release();
    } else {
      failure = new AssertionError("nobody can go on: " + states());
      pass(firstLeft());
    }
  }

  private Actor firstLeft() {
    return actors.stream().filter(actor -> !actor.done).findFirst().orElse(null);
  }

  /** Returns who is to go on, or null if nobody can. */
  private Actor choose(Actor present) {
    List<Actor> ready = actors.stream().filter(Actor::isReady).toList();
    if (ready.isEmpty()) {
      return null;
    }
    int from = actors.indexOf(present) + 1;
    int which = schedule.hasNext() ? schedule.next() : 0;
    gap = nextGap();
    run = 0;
    // The next one in the round, so that all get on when the schedule is at its end.
    List<Actor> round = new ArrayList<>(actors.subList(from, actors.size()));
    round.addAll(actors.subList(0, from));
    round.retainAll(ready);
    return round.get(which % round.size());
  }

  private void step(Actor me) {
    if (me.held > 0) {
      return;
    }
    check();
    if (++points > MOST_POINTS) {
      failure = new AssertionError("it does not come to an end: " + states());
      throw new Stopped();
    }
    if (++run > gap) {
      yieldTo(me, choose(me));
    }
  }

  private void yieldTo(Actor me, Actor next) {
    if (next == null) {
      failure = new AssertionError("nobody can go on: " + states());
      throw new Stopped();
    }
    if (next != me) {
      pass(next);
      me.turn.acquireUninterruptibly();
    }
    check();
  }

  /** Asks without a change of threads. */
  private static boolean quietly(BooleanSupplier condition) {
    hold();
    try {
      return condition.getAsBoolean();
    } finally {
      release();
    }
  }

  private void await(Actor me, BooleanSupplier condition) {
    while (!quietly(condition)) {
      me.waitsFor = condition;
      yieldTo(me, choose(me));
      me.waitsFor = () -> true;
    }
  }

  // ------------------------------------------------------------------ what threads call

  /** Another thread may go on here. Nothing happens on a thread that is not one of these. */
  public static void point() {
    Actor me = CURRENT.get();
    if (me != null) {
      me.interleaving().step(me);
    }
  }

  /** Waits until something is so. */
  public static void await(BooleanSupplier condition) {
    Actor me = CURRENT.get();
    me.interleaving().await(me, condition);
  }

  /** Takes a lock, in place of a monitor. */
  public static void enter(Object lock) {
    Actor me = CURRENT.get();
    if (me == null) {
      return;
    }
    point();
    Hold hold = me.interleaving().locks.computeIfAbsent(lock, key -> new Hold());
    if (me.held > 0 && hold.owner != null && hold.owner != me) {
      throw new AssertionError("a lock is taken under a lock of the JDK: " + lock);
    }
    if (me.held == 0) {
      me.interleaving().await(me, () -> hold.owner == null || hold.owner == me);
    }
    hold.owner = me;
    hold.depth++;
  }

  /** Gives a lock back. */
  public static void exit(Object lock) {
    Actor me = CURRENT.get();
    if (me != null) {
      Hold hold = me.interleaving().locks.get(lock);
      if (--hold.depth == 0) {
        hold.owner = null;
      }
    }
  }

  /** Wakes those who wait for a monitor, of whom there are none: they wait by {@link #await}. */
  public static void notifyAll(Object lock) {
    if (CURRENT.get() == null) {
      synchronized (lock) {
        lock.notifyAll();
      }
    }
  }

  /** Until {@link #release}, nobody else goes on: what the JDK does under a lock of its own. */
  public static void hold() {
    Actor me = CURRENT.get();
    if (me != null) {
      me.held++;
    }
  }

  /** Ends {@link #hold}. */
  public static void release() {
    Actor me = CURRENT.get();
    if (me != null) {
      me.held--;
    }
  }

  /** Waits for a future, in place of {@link CompletableFuture#get(long, TimeUnit)}. */
  public static Object get(CompletableFuture<?> future, long timeout, TimeUnit unit)
      throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
    point();
    if (CURRENT.get() != null) {
      await(future::isDone);
    }
    return future.get(timeout, unit);
  }
}
