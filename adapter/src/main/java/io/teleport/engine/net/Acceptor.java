package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/** A listening socket on a loop. */
public final class Acceptor {

  private static final int MOST_PER_VISIT = 64;
  private static final int BACKLOG = 512;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Loop loop;
  private final ServerSocketChannel server;
  private final Consumer<SocketChannel> accepted;
  private final InetSocketAddress listeningAt;
  private SelectionKey key;

  /**
   * Opens the socket; when this returns, peers can connect.
   *
   * @param accepted takes each new connection, on the loop
   * @throws IOException if the address cannot be bound
   */
  public Acceptor(Loop loop, InetSocketAddress address, Consumer<SocketChannel> accepted)
      throws IOException {
    this.loop = loop;
    this.accepted = accepted;
    this.server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address, BACKLOG);
      server.configureBlocking(false);
      listeningAt = (InetSocketAddress) server.getLocalAddress();
    } catch (IOException e) {
      server.close();
      throw e;
    }
    loop.execute(this::register);
  }

  /** Returns the address and the port that are listened on. */
  public InetSocketAddress listeningAt() {
    return listeningAt;
  }

  /** Closes the socket. May be called by any thread. */
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      Log.limited("TLP1010", "closing the listening socket " + listeningAt + " failed", e);
    }
    // A closed channel keeps its port until the selector has let go of its key.
    loop.execute(
        () -> {
          if (key != null) {
            key.cancel();
          }
        });
  }

  private void register() {
    if (!server.isOpen()) {
      return;
    }
    try {
      key = loop.register(server, SelectionKey.OP_ACCEPT, this::ready);
    } catch (IOException e) {
      Log.error("TLP1011", "the listening socket " + listeningAt + " cannot be used", e);
    }
  }

  private void ready(SelectionKey ready) {
    if (!ready.isValid() || !ready.isAcceptable()) {
      return;
    }
    try {
      for (int i = 0; i < MOST_PER_VISIT; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        accepted.accept(channel);
      }
    } catch (IOException e) {
      if (server.isOpen()) {
        pause(e);
      }
    }
  }

  /**
   * Accepting failed, most likely for want of file descriptors: trying at once again would only
   * burn the processor.
   */
  private void pause(IOException cause) {
    Log.limited("TLP1012", "accepting a connection at " + listeningAt + " failed", cause);
    key.interestOps(0);
    loop.after(
        PAUSE,
        () -> {
          if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
          }
        });
  }
}
