package io.teleport.engine.peer;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One remote node: its started sessions, and how to get one.
 *
 * <p>Only complete sessions are in the table, so no message can meet a half-started pool; whoever
 * comes while a pool is being opened waits for it. Two nodes that open a pool to each other at the
 * same time have two; each uses its own first. Safe for use by any number of threads.
 */
final class Peer {

  private final NodeName name;
  private final Surroundings surroundings;
  private final Consumer<Opening> opener;
  private final List<Session> started = new CopyOnWriteArrayList<>();
  private final Backoff backoff;
  private final LongSupplier nanoTime;
  private CompletableFuture<Session> opening;
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
   * @param opener begins to open a pool; may block for the name service, but not for the pool
   */
  Peer(NodeName name, Surroundings surroundings, Consumer<Opening> opener) {
    this.name = name;
    this.surroundings = surroundings;
    this.opener = opener;
    this.nanoTime = surroundings.smallLoop().nanoTime();
    this.backoff =
        new Backoff(surroundings.settings().reconnectDelayMax(), nanoTime, surroundings.random());
  }

  NodeName name() {
    return name;
  }

  /** Returns whether nothing would be lost if this object were replaced by a new one. */
  synchronized boolean isForgettable() {
    return started.isEmpty() && opening == null && backoff.left() == 0;
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

  /** Returns a session that takes messages, or null if there is none. */
  Session started() {
    for (Session session : started) {
      if (session.isUsable()) {
        return session;
      }
    }
    return null;
  }

  /** Returns all complete sessions. */
  List<Session> all() {
    return new ArrayList<>(started);
  }

  /**
   * Returns a session that takes messages, opening a pool if need be. Blocks.
   *
   * @param deadlineNanos until when to wait for it
   * @throws NodeDownException if there is none in time
   * @throws AuthenticationException if the node has another cookie
   */
  Session obtain(long deadlineNanos) {
    Session session = started();
    if (session != null) {
      return session;
    }
    CompletableFuture<Session> pending = openingOrJoin();
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

  /** The same failure, with the stack trace of the thread that meets it. */
  private static TeleportException again(Throwable failure) {
    if (failure instanceof AuthenticationException) {
      return new AuthenticationException(failure.getMessage(), failure);
    }
    return new NodeDownException(failure.getMessage(), failure);
  }

  private CompletableFuture<Session> openingOrJoin() {
    CompletableFuture<Session> mine;
    synchronized (this) {
      if (opening != null) {
        return opening;
      }
      // A pool may have been published since the caller looked.
      Session session = started();
      if (session != null) {
        return CompletableFuture.completedFuture(session);
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
    private final CompletableFuture<Session> mine;

    Result(CompletableFuture<Session> mine) {
      this.mine = mine;
    }

    @Override
    public void opened(Session session) {
      add(session, true);
      synchronized (Peer.this) {
        opening = null;
        backoff.reset();
      }
      mine.complete(session);
    }

    @Override
    public void failed(TeleportException reason) {
      settle(mine, reason);
    }
  }

  private void settle(CompletableFuture<Session> mine, TeleportException reason) {
    Session other;
    synchronized (this) {
      // A failed attempt leaves the table, or the node could never be reached again.
      opening = null;
      other = started();
      if (other == null) {
        lastFailure = reason;
        backoff.failed();
      }
    }
    if (other != null) {
      mine.complete(other);
      return;
    }
    Log.limited("TLP1220", reason.getMessage(), null);
    mine.completeExceptionally(reason);
  }

  /** Adds a complete session. */
  void add(Session session, boolean initiated) {
    boolean first = started.isEmpty();
    if (initiated) {
      started.add(0, session);
    } else {
      started.add(session);
      synchronized (this) {
        backoff.reset();
      }
    }
    surroundings.counters().add(Counters.Count.POOLS_STARTED);
    if (first) {
      Log.debug("TLP1221", "node up: " + name);
      surroundings.sink().nodeUp(name, session.theirs().incarnation());
    }
  }

  /** A session has ended. */
  void remove(Session session, String reason) {
    long incarnation = session.theirs().incarnation();
    if (started.remove(session)
        && started.stream().noneMatch(other -> other.theirs().incarnation() == incarnation)) {
      Log.debug("TLP1222", "node down: " + name + ": " + reason);
      surroundings.sink().nodeDown(name, incarnation, reason);
    }
  }
}
