package io.teleport.engine.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that passes bytes on until it is told to stop, and then passes nothing, not even the end,
 * as a cut cable.
 */
public final class BlackHole implements AutoCloseable {

  private final Wire wire;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean swallowing;

  /** Begins to listen in place of somebody. */
  public BlackHole(InetSocketAddress target) throws IOException {
    this(target, 0);
  }

  /** Begins to listen at a port in place of somebody. */
  public BlackHole(InetSocketAddress target, int port) throws IOException {
    wire = new Wire(target, port, this::join);
    wire.open();
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return wire.address();
  }

  /** From here on nothing passes. */
  public void swallow() {
    swallowing = true;
  }

  /** Returns how many connections were closed by who opened them. */
  public int ended() {
    return ended.get();
  }

  /** Cuts all connections; new ones pass. */
  public void cut() throws IOException {
    wire.cut();
  }

  private void join(Socket from, Socket to) {
    Wire.start(
        () -> {
          Wire.pass(from, to, this::passes);
          ended.incrementAndGet();
        });
    Wire.start(() -> Wire.pass(to, from, this::passes));
  }

  private boolean passes(int count) throws InterruptedException {
    if (swallowing && count >= 0) {
      closed.await();
    }
    return !swallowing;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    wire.close();
  }
}
