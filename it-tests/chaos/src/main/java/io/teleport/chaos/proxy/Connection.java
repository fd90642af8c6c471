package io.teleport.chaos.proxy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/** Two sockets that stand for one between two nodes. Safe for use by any thread. */
final class Connection {

  private static final Duration LINGER = Duration.ofSeconds(2);

  private final long number;
  private final Socket opener;
  private final Socket target;
  private final Pump forward;
  private final Pump backward;
  private final Consumer<Connection> onEnd;
  private volatile boolean severed;
  private volatile boolean ended;

  /**
   * Creates it; {@link #start} makes it move bytes.
   *
   * @param number the how many-th it is
   * @param opener the socket that a node has opened
   * @param target the socket to the node that it wants to reach
   * @param onEnd told when it is gone
   */
  Connection(long number, Socket opener, Socket target, Consumer<Connection> onEnd)
      throws IOException {
    this.number = number;
    this.opener = opener;
    this.target = target;
    this.onEnd = onEnd;
    this.forward = new Pump(this, opener, target);
    this.backward = new Pump(this, target, opener);
  }

  long number() {
    return number;
  }

  void start() {
    start(forward, "->");
    start(backward, "<-");
  }

  private void start(Pump pump, String way) {
    Thread thread = new Thread(pump, "proxy " + number + way);
    thread.setDaemon(true);
    thread.start();
  }

  /** Does something to it. */
  void suffer(Fault fault, FaultProxy.Later later) {
    Pump pump = fault.backward() ? backward : forward;
    Runnable effect =
        switch (fault.kind()) {
          case RESET -> this::reset;
          case FINISH -> () -> finish(later);
          case HALF_OPEN -> () -> halve(fault, later);
          case BLACK_HOLE -> () -> swallow(fault, later);
          default -> () -> pump.begin(fault);
        };
    if (fault.kind().isFatal() && fault.after() > 0) {
      Once once = new Once(effect);
      pump.cutAfter(fault.after(), once);
      later.run(once, Duration.ofSeconds(1));
    } else {
      effect.run();
    }
  }

  /** What happens once, after some bytes or after some time. */
  private static final class Once implements Runnable {
    private final Runnable effect;
    private boolean done;

    Once(Runnable effect) {
      this.effect = effect;
    }

    @Override
    public synchronized void run() {
      if (!done) {
        done = true;
        effect.run();
      }
    }
  }

  private void halve(Fault fault, FaultProxy.Later later) {
    sever();
    abort(fault.backward() ? target : opener);
    later.run(this::reset, fault.duration());
  }

  private void swallow(Fault fault, FaultProxy.Later later) {
    sever();
    later.run(this::reset, fault.duration());
  }

  /** Both ends read the end; closing would not do, it resets where something is unread. */
  private void finish(FaultProxy.Later later) {
    sever();
    shutDown(opener);
    shutDown(target);
    later.run(this::reset, LINGER);
  }

  private void sever() {
    severed = true;
    forward.swallow();
    backward.swallow();
  }

  private static void shutDown(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      abort(socket);
    }
  }

  /** Lets everything pass again; what had been swallowed is gone, and so is its connection. */
  void heal() {
    if (severed) {
      reset();
    }
    forward.heal();
    backward.heal();
  }

  /** Tells both ends that the connection was reset. */
  void reset() {
    ended = true;
    abort(opener);
    abort(target);
    // A pump that waits for its fault to end has to see this.
    forward.heal();
    backward.heal();
    onEnd.accept(this);
  }

  /** One direction has come to its end. */
  void finished(Socket to) {
    if (severed || ended) {
      return;
    }
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      reset();
      return;
    }
    if (opener.isOutputShutdown() && target.isOutputShutdown()) {
      // Both have said all.
      reset();
    }
  }

  /** One direction has failed. */
  void broken(Socket from) {
    if (ended) {
      return;
    }
    if (severed) {
      close(from);
      return;
    }
    reset();
  }

  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close a socket", e);
    }
  }
}
