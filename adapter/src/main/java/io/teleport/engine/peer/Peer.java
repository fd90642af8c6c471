package io.teleport.engine.peer;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Log;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One remote node: the association with its present incarnation, and how to get one.
 *
 * <p>An association takes messages as soon as it has had a complete pool, so no message can meet a
 * half-started one; whoever comes while the first pool is being opened waits for it. Two nodes that
 * open a pool to each other at the same time have two; each sends by the one that it had first.
 * Safe for use by any number of threads.
 */
final class Peer {

  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

  private final NodeName name;
  private final Surroundings surroundings;
  private final Consumer<Opening> opener;
  private final BooleanSupplier stopping;
  private final Backoff backoff;
  private final Timers timers;
  private CompletableFuture<Pool> opening;
  private volatile Association association;
  private TeleportException lastFailure;
  private volatile InetSocketAddress heardFrom;

  /**
   * A pool that is wanted.
   *
   * @param peer to whom
   * @param result learns how it went
   */
  record Opening(Peer peer, PoolOpening.Result result) {}

  /**
   * Creates a peer without sessions.
   *
   * @param timers of the small loop
   * @param nanoTime the clock that they go by
   * @param opener begins to open a pool; may block for the name service, but not for the pool
   * @param stopping returns whether the local node is stopping, so that no pool is missed
   */
  Peer(
      NodeName name,
      Surroundings surroundings,
      Timers timers,
      LongSupplier nanoTime,
      Consumer<Opening> opener,
      BooleanSupplier stopping) {
    this.name = name;
    this.surroundings = surroundings;
    this.opener = opener;
    this.stopping = stopping;
    this.timers = timers;
    this.backoff =
        new Backoff(surroundings.settings().reconnectDelayMax(), nanoTime, surroundings.random());
  }

  NodeName name() {
    return name;
  }

  /** Returns whether nothing would be lost if this object were replaced by a new one. */
  synchronized boolean isForgettable() {
    return (association == null || association.isOver()) && opening == null && backoff.left() == 0;
  }

  /**
   * Returns where the node said it listens, when it connected to this one; null if it never did.
   */
  InetSocketAddress heardFrom() {
    return heardFrom;
  }

  void heardFrom(InetSocketAddress address) {
    heardFrom = address;
  }

  /** Returns whether the node counts as up. */
  boolean isUp() {
    Association present = association;
    return present != null && present.isUp();
  }

  /** Returns the association with the present incarnation, or null if there is none. */
  Association association() {
    return association;
  }

  /**
   * Returns the association with an incarnation of the node; the one with another is over then.
   * Called on the small loop.
   */
  Association associate(NodeHello theirs) {
    Association former;
    Association present;
    synchronized (this) {
      former = association;
      if (former != null && !former.isOver() && former.incarnation() == theirs.incarnation()) {
        return former;
      }
      present = new Association(name, theirs, surroundings, timers, this::reconnect);
      association = present;
    }
    if (former != null) {
      former.end("the node was restarted");
    }
    return present;
  }

  /** Returns a pool that takes messages, or null if there is none. */
  private Pool usable() {
    Association present = association;
    return present == null ? null : present.usable();
  }

  /**
   * Returns an association that takes messages, opening a pool if need be. Blocks.
   *
   * @param deadlineNanos until when to wait for it
   * @throws NodeDownException if there is none in time
   * @throws AuthenticationException if the node has another cookie
   */
  Association obtain(long deadlineNanos) {
    Association present = association;
    if (present != null && present.isUp()) {
      return present;
    }
    return obtainPool(deadlineNanos).association();
  }

  /** Returns a pool that takes messages, likewise. */
  Pool obtainPool(long deadlineNanos) {
    Pool pool = usable();
    if (pool != null) {
      return pool;
    }
    CompletableFuture<Pool> pending = openingOrJoin();
    try {
      return pending.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw again(e.getCause());
    } catch (TimeoutException e) {
      throw new NodeDownException(
          "no pool of sockets to %s within %d ms (connectTimeout)"
              .formatted(name, surroundings.settings().connectTimeout().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for a connection to " + name, e);
    }
  }

  /**
   * Opens a pool, as the last one was lost, and tries again until there is one or the association
   * is over. Called on the small loop.
   */
  private void reconnect() {
    Association present = association;
    if (present == null || !present.isUp() || present.usable() != null) {
      return;
    }
    try {
      surroundings.executor().execute(() -> reconnect(present));
    } catch (RejectedExecutionException e) {
      // The container's threads are all busy, or it stops, which is the end of the association.
      tryAgain(present);
    }
  }

  private void reconnect(Association present) {
    var unused =
        openingOrJoin()
            .whenComplete(
                (pool, failure) -> {
                  if (failure instanceof ConnectionRefusedException refused) {
                    surroundings.smallLoop().execute(() -> present.refused(refused));
                  }
                  if (failure != null) {
                    tryAgain(present);
                  }
                });
  }

  private void tryAgain(Association present) {
    long pause;
    synchronized (this) {
      pause = Math.max(RETRY.toNanos(), Math.min(backoff.left(), LONGEST_RETRY.toNanos()));
      backoff.shortenTo(pause);
    }
    timers.after(
        Duration.ofNanos(pause),
        () -> {
          if (present == association) {
            reconnect();
          }
        });
  }

  /** The same failure, with the stack trace of the thread that meets it. */
  private static TeleportException again(Throwable failure) {
    if (failure instanceof AuthenticationException) {
      return new AuthenticationException(failure.getMessage(), failure);
    }
    return new NodeDownException(failure.getMessage(), failure);
  }

  private CompletableFuture<Pool> openingOrJoin() {
    CompletableFuture<Pool> mine;
    synchronized (this) {
      if (opening != null) {
        return opening;
      }
      // A pool may have been published since the caller looked.
      Pool pool = usable();
      if (pool != null) {
        return CompletableFuture.completedFuture(pool);
      }
      long pause = backoff.left();
      if (pause > 0) {
        return CompletableFuture.failedFuture(stillDown(pause));
      }
      mine = new CompletableFuture<>();
      opening = mine;
    }
    try {
      opener.accept(new Opening(this, new Result(mine)));
    } catch (RuntimeException e) {
      settle(mine, new NodeDownException("no connection to " + name + ": " + e.getMessage(), e));
    }
    return mine;
  }

  private TeleportException stillDown(long pauseNanos) {
    String text =
        "%s; next attempt in %d ms"
            .formatted(lastFailure.getMessage(), TimeUnit.NANOSECONDS.toMillis(pauseNanos) + 1);
    return lastFailure instanceof AuthenticationException
        ? new AuthenticationException(text, lastFailure)
        : new NodeDownException(text, lastFailure);
  }

  /** What a pool that is being opened comes to. */
  private final class Result implements PoolOpening.Result {
    private final CompletableFuture<Pool> mine;

    Result(CompletableFuture<Pool> mine) {
      this.mine = mine;
    }

    @Override
    public void opened(Pool pool) {
      add(pool);
      // Who waits for the pool wants to send: what it sends then leaves at once.
      pool.association().whenCarrying(() -> opened(mine, pool));
    }

    private void opened(CompletableFuture<Pool> waited, Pool pool) {
      synchronized (Peer.this) {
        opening = null;
        backoff.reset();
      }
      waited.complete(pool);
    }

    @Override
    public void failed(TeleportException reason) {
      settle(mine, reason);
    }
  }

  private void settle(CompletableFuture<Pool> mine, TeleportException reason) {
    Pool other;
    synchronized (this) {
      // A failed attempt leaves the table, or the node could never be reached again.
      opening = null;
      other = usable();
      if (other == null) {
        lastFailure = reason;
        backoff.failed();
      }
    }
    if (other != null) {
      mine.complete(other);
      return;
    }
    if (stopping.getAsBoolean()) {
      Log.debug("TLP1220", reason.getMessage());
    } else {
      Log.limited("TLP1220", reason.getMessage(), null);
    }
    mine.completeExceptionally(reason);
  }

  /** A pool is complete. Called on the small loop. */
  void add(Pool pool) {
    synchronized (this) {
      backoff.reset();
    }
    surroundings.counters().add(Counters.Count.POOLS_STARTED);
    FlightRecorder.poolStarted(name.toString(), pool.bulkSockets());
    pool.association().add(pool);
  }
}
