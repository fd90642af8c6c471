package io.teleport.engine.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that passes bytes on until it is told to stop, and then passes nothing, not even the end,
 * as a cut cable.
 */
public final class BlackHole implements AutoCloseable {

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean swallowing;

  /** Begins to listen in place of somebody. */
  public BlackHole(InetSocketAddress target) throws IOException {
    this(target, 0);
  }

  /** Begins to listen at a port in place of somebody. */
  public BlackHole(InetSocketAddress target, int port) throws IOException {
    this.target = target;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
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
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "black hole");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket in = server.accept();
        Socket out = new Socket(target.getAddress(), target.getPort());
        sockets.addAll(List.of(in, out));
        start(
            () -> {
              pass(in, out);
              ended.incrementAndGet();
            });
        start(() -> pass(out, in));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        if (swallowing) {
          closed.await();
          return;
        }
        out.write(buffer, 0, count);
      }
      if (!swallowing) {
        to.shutdownOutput();
      }
    } catch (IOException | InterruptedException e) {
      // one of the two ends closed its socket
      swallowing |= Thread.currentThread().isInterrupted();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
