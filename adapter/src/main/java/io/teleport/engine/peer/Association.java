package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * All that is under way between this node and one incarnation of another: it outlives the pools of
 * sockets.
 *
 * <p>For sending, a node uses one pool at a time, the <em>carrier</em>, and changes it only when
 * that is lost. It says so to the receiver ({@code BEGIN}); the receiver closes its end of the lost
 * pool, so that nothing moves on it any more, then tells what it has (credits, receipts, {@code
 * RESUME}); then what it has not is sent again. Without any pool the association waits for {@code
 * retention}; if there is none by then it ends, and so does the hope of everything that was under
 * way: the node is down.
 *
 * <p>Confined to the small loop, but for {@link #tell} and what only reads.
 */
final class Association {

  private static final Duration SECOND_TO_RECONNECT = Duration.ofMillis(100);

  private final NodeName node;
  private final NodeHello theirs;
  private final Surroundings surroundings;
  private final Timers timers;
  private final Runnable reconnect;
  private final long id;
  private final Sender sender;
  private final Departures departures;
  private final Receiver receiver;

  /** All pools on which something may move, and those of them that are complete. */
  private final List<Pool> moving = new ArrayList<>();

  private final List<Pool> pools = new CopyOnWriteArrayList<>();

  /** The pool by which this node's messages leave, or will when the peer has answered. */
  private Pool carrier;

  /** The pool on which the peer hears what became of its messages. */
  private volatile Pool feedback;

  /** The pool that the peer has begun to use while its former one was not closed here. */
  private Pool next;

  private Frame.Begin nextBegin;

  private final Outage outage = new Outage();
  private String endReason;

  /** Whether the peer has answered, and what waits for that. */
  private boolean isCarrying;

  private final List<Runnable> waiting = new ArrayList<>();
  private volatile boolean up;
  private volatile boolean over;

  /**
   * Creates it.
   *
   * @param theirs what the peer said of itself
   * @param timers of the small loop
   * @param reconnect told when there is no pool any more, and one is wanted
   */
  Association(
      NodeName node,
      NodeHello theirs,
      Surroundings surroundings,
      Timers timers,
      Runnable reconnect) {
    this.node = node;
    this.theirs = theirs;
    this.surroundings = surroundings;
    this.timers = timers;
    this.reconnect = reconnect;
    this.id = surroundings.random().nextLong() | 1;
    this.sender = new Sender(this, surroundings, theirs.limits());
    this.departures = sender.departures();
    this.receiver = new Receiver(this, surroundings, timers);
  }

  NodeName node() {
    return node;
  }

  long incarnation() {
    return theirs.incarnation();
  }

  /** Returns how much the peer reads ahead of a stream's listener, in bytes. */
  int theirWindow() {
    return theirs.limits().receiveWindow();
  }

  Sender sender() {
    return sender;
  }

  Receiver receiver() {
    return receiver;
  }

  /** Returns whether it is of no use any more. */
  boolean isOver() {
    return over;
  }

  /**
   * Returns whether the node counts as up: there was a pool, and nothing speaks against another.
   */
  boolean isUp() {
    return up && !over;
  }

  /** Returns a pool that takes messages, or null if there is none. */
  Pool usable() {
    for (Pool pool : pools) {
      if (pool.isUsable()) {
        return pool;
      }
    }
    return null;
  }

  /** Returns all complete pools. */
  List<Pool> pools() {
    return List.copyOf(pools);
  }

  /** Returns all pools on which something may move, complete or not. Called on the small loop. */
  List<Pool> moving() {
    return List.copyOf(moving);
  }

  // ------------------------------------------------------------------ pools come and go

  /** A pool is being put together. */
  void begun(Pool pool) {
    moving.add(pool);
  }

  /** A pool is complete. */
  void add(Pool pool) {
    if (over) {
      pool.end(new IOException("the node counts as down"));
      return;
    }
    pools.add(pool);
    if (outage.end()) {
      Log.debug("TLP1223", "a pool of sockets to " + node + " is there again");
    }
    if (!up) {
      up = true;
      Log.debug("TLP1221", "node up: " + node);
      surroundings.sink().nodeUp(node, incarnation());
    }
    elect();
  }

  /** Runs something as soon as messages leave, or it turns out that they will not for now. */
  void whenCarrying(Runnable task) {
    waiting.add(task);
    // Without a carrier the pool that was just added is lost already, before anybody could use it.
    if (isCarrying || over || carrier == null) {
      runWaiting();
    }
  }

  private void runWaiting() {
    List<Runnable> ready = List.copyOf(waiting);
    waiting.clear();
    ready.forEach(Runnable::run);
  }

  /** Begins to send by a pool, if there is one and none is in use. */
  private void elect() {
    if (carrier == null && !over) {
      carrier = usable();
      if (carrier != null) {
        departures.begin();
        carrier.control(FrameEncoder.begin(id, departures.settled()));
      }
    }
  }

  /** A pool is lost, complete or not, and nothing moves on its sockets any more. */
  void lost(Pool pool, String reason) {
    pools.remove(pool);
    moving.remove(pool);
    if (feedback == pool) {
      feedback = null;
    }
    if (carrier == pool) {
      carrier = null;
      isCarrying = false;
      departures.detach(pool);
      runWaiting();
    }
    if (over) {
      finish();
      return;
    }
    if (pool.isLast()) {
      end(reason);
      return;
    }
    if (next == pool) {
      next = null;
    } else if (next != null && feedback == null) {
      resume();
    }
    elect();
    if (up && pools.isEmpty() && !outage.isOn()) {
      beginOutage(reason);
    }
  }

  private void beginOutage(String reason) {
    Duration retention = surroundings.settings().retention();
    if (retention.isZero()) {
      end(reason);
      return;
    }
    int mine = outage.begin();
    timers.after(
        retention,
        () -> {
          if (outage.isStill(mine)) {
            end(
                "%s; no pool of sockets for %d ms (retention)"
                    .formatted(reason, retention.toMillis()));
          }
        });
    // If both nodes are at it at the same moment there are two pools afterwards.
    if (surroundings.settings().name().compareTo(node) < 0) {
      reconnect.run();
    } else {
      timers.after(SECOND_TO_RECONNECT, reconnect);
    }
  }

  /** Returns whether there is an address at which the node was reached. */
  boolean wasReached() {
    return outage.wasReached();
  }

  /** The node was reached at an address. */
  void reached(InetSocketAddress address) {
    outage.reached(address);
  }

  /** Another pool cannot be opened, since the connection is refused. */
  void refused(ConnectionRefusedException reason) {
    if (!over && outage.refusedAt(reason.address())) {
      departures.giveUpRequests(reason.getMessage());
      surroundings.sink().nodeUnreachable(node, reason.getMessage());
    }
  }

  /** Returns whether calls would wait in vain. Called by any thread. */
  boolean isRefused() {
    return outage.isRefused();
  }

  // ------------------------------------------------------------------ frames

  void handle(Pool pool, Frame frame) throws ProtocolViolationException {
    if (over) {
      return;
    }
    if (pool != feedback && isForReceiver(frame)) {
      throw new ProtocolViolationException("a message on a pool that was not announced for them");
    }
    if (frame instanceof Frame.Message message) {
      receiver.onMessage(message);
    } else if (frame instanceof Frame.Credit credit) {
      departures.onCredit(credit);
    } else if (frame instanceof Frame.Receipt receipt) {
      departures.onReceipt(receipt.ranges());
    } else if (frame instanceof Frame.Open open) {
      receiver.onOpen(open);
    } else if (frame instanceof Frame.Allow allow) {
      departures.onAllow(pool, allow);
    } else if (frame instanceof Frame.Reject reject) {
      departures.onReject(reject.number(), reject.code(), reject.detail());
    } else if (frame instanceof Frame.Abort abort) {
      receiver.onAbort(abort);
    } else if (frame instanceof Frame.Settled settled) {
      receiver.onSettled(settled);
    } else if (frame instanceof Frame.Close close) {
      receiver.onClose(close);
    } else if (frame instanceof Frame.Closed closed) {
      departures.onClosed(closed);
    } else if (frame instanceof Frame.Begin begin) {
      onBegin(pool, begin);
    } else if (frame instanceof Frame.Resume resume && pool == carrier) {
      departures.resume(pool, resume.association());
      isCarrying = true;
      runWaiting();
    }
  }

  private static boolean isForReceiver(Frame frame) {
    return frame instanceof Frame.Message
        || frame instanceof Frame.Open
        || frame instanceof Frame.Abort
        || frame instanceof Frame.Close
        || frame instanceof Frame.Settled;
  }

  private void onBegin(Pool pool, Frame.Begin begin) {
    next = pool;
    nextBegin = begin;
    Pool former = feedback;
    if (former == null || former == pool || former.isSettled()) {
      resume();
    } else {
      // The peer has seen the end of that one. Its other end may look alive for long.
      former.end(new IOException("the node uses another pool of sockets"));
    }
  }

  private void resume() {
    // Before anybody can tell the peer something there: what was known of a sender that has
    // forgotten
    // it is not for the one that has taken its place.
    receiver.begin(nextBegin);
    feedback = next;
    next = null;
    receiver.tellAll();
    tell(FrameEncoder.resume(id));
  }

  /**
   * Tells the peer something about its messages. If it cannot be told now it is told all there is
   * to know when it uses another pool. Called by any thread.
   */
  void tell(byte[] frame) {
    Pool by = feedback;
    if (by != null) {
      by.control(frame);
    }
  }

  /**
   * Tells the peer something that is put together when it is certain by which pool it hears of it:
   * nothing can arrive by a former one then. Called by any thread.
   *
   * @param frame gives null if there is nothing to be said
   */
  void tell(Supplier<byte[]> frame) {
    Pool by = feedback;
    if (by != null) {
      byte[] bytes = frame.get();
      if (bytes != null) {
        by.control(bytes);
      }
    }
  }

  /** Adds what it holds. Called by any thread. */
  void measure(Levels levels) {
    levels.add(Level.ASSOCIATIONS, isUp() ? 1 : 0);
    levels.add(Level.POOLS, pools.size());
    sender.measure(levels);
    receiver.measure(levels);
  }

  /** Called every now and then while there is a pool. */
  void tick() {
    departures.tick();
    receiver.tick();
  }

  // ------------------------------------------------------------------ the end

  /** Takes no more messages. Called by any thread. */
  void beginLeaving() {
    sender.refuse();
    pools.forEach(Pool::beginLeaving);
  }

  /**
   * Waits until the peer has confirmed everything, or there is no pool on which it could; returns
   * how many messages it has not. Blocks.
   */
  int awaitConfirmed(long deadlineNanos) throws InterruptedException {
    return pools.isEmpty() ? departures.unconfirmed() : departures.awaitConfirmed(deadlineNanos);
  }

  /** Says goodbye on all pools. Called by any thread. */
  void sayGoodbye(String reason) {
    receiver.flushReceipts();
    pools.forEach(pool -> pool.sayGoodbye(reason));
  }

  /**
   * Ends it: nothing is sent again, and the outcome of everything that is under way is told, after
   * the end of the node.
   */
  void end(String reason) {
    if (over) {
      return;
    }
    over = true;
    sender.refuse();
    if (up) {
      Log.debug("TLP1222", "node down: " + node + ": " + reason);
      surroundings.sink().nodeDown(node, incarnation(), reason);
    }
    endReason = "the connection to " + node + " ended: " + reason;
    List.copyOf(moving).forEach(pool -> pool.end(new IOException(reason)));
    runWaiting();
    finish();
  }

  /** Tells all outcomes, if nothing moves any more. */
  private void finish() {
    if (moving.isEmpty()) {
      try {
        receiver.fail(endReason);
      } finally {
        // Whatever becomes of what arrives, those who have sent something are told.
        departures.fail(endReason);
      }
    }
  }
}
