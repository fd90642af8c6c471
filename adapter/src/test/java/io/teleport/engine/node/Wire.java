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

/**
 * Listens in place of somebody, and connects whoever comes with it: a proxy, which leaves it to
 * others what becomes of the bytes. Safe for use by any thread.
 */
final class Wire implements AutoCloseable {

  /** What is done with two connections that are to be one. */
  @FunctionalInterface
  interface Joint {
    /**
     * Begins to pass bytes, in threads of its own.
     *
     * @param from the side that came
     * @param to the side that it wanted to reach
     */
    void join(Socket from, Socket to) throws IOException;
  }

  /** Decides what passes from one side to the other. */
  @FunctionalInterface
  interface Gate {
    /**
     * Waits until bytes may pass.
     *
     * @param count how many were read; negative at their end
     * @return false if neither these nor others pass, nor the end
     */
    boolean passes(int count) throws InterruptedException;
  }

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Joint joint;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * Creates it; it takes connections from {@link #open} on.
   *
   * @param port where it listens; 0 for any
   */
  Wire(InetSocketAddress target, int port, Joint joint) throws IOException {
    this.target = target;
    this.joint = joint;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  void open() {
    start(this::accept);
  }

  /** Returns where it listens. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Runs something in a thread of its own. */
  static void start(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  /** Passes bytes from one side to the other, until their end or until the gate is shut. */
  static void pass(Socket from, Socket to, Gate gate) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count = in.read(buffer);
      while (gate.passes(count) && count >= 0) {
        out.write(buffer, 0, count);
        count = in.read(buffer);
      }
      if (gate.passes(count)) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // One of the two ends closed its socket.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        // Closed, or this one could not be connected; the next one may be.
      }
    }
  }

  private void connect(Socket from) throws IOException {
    Socket to = new Socket();
    List<Socket> both = List.of(from, to);
    sockets.addAll(both);
    try {
      to.connect(target);
      joint.join(from, to);
    } catch (IOException e) {
      close(both);
      throw e;
    }
    if (server.isClosed()) {
      // Whoever closed it may not have seen these.
      close(both);
    }
  }

  /** Cuts all connections; new ones pass. */
  void cut() throws IOException {
    close(List.copyOf(sockets));
  }

  /** Forgets none but these: who was cut off may be back before all are closed. */
  private void close(List<Socket> some) throws IOException {
    for (Socket socket : some) {
      socket.close();
    }
    sockets.removeAll(some);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
