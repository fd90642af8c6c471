package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.Consumer;

/** One attempt to connect a socket, on a loop. */
public final class Connector {

  private final Loop loop;
  private final InetSocketAddress address;
  private final Consumer<SocketChannel> connected;
  private final Consumer<IOException> failed;
  private SocketChannel channel;
  private SelectionKey key;
  private Timer timer;
  private boolean over;

  private Connector(
      Loop loop,
      InetSocketAddress address,
      Consumer<SocketChannel> connected,
      Consumer<IOException> failed) {
    this.loop = loop;
    this.address = address;
    this.connected = connected;
    this.failed = failed;
  }

  /**
   * Begins to connect. Exactly one of the two is called, on the loop, unless the attempt is
   * cancelled.
   *
   * @param connected takes the connected socket
   * @param failed learns why it did not work
   */
  public static Connector connect(
      Loop loop,
      InetSocketAddress address,
      Duration timeout,
      Consumer<SocketChannel> connected,
      Consumer<IOException> failed) {
    Connector connector = new Connector(loop, address, connected, failed);
    loop.execute(() -> connector.begin(timeout));
    return connector;
  }

  /** Gives up, if it is not over; nobody is told. Called on the loop. */
  public void cancel() {
    if (!over) {
      over = true;
      letGo();
    }
  }

  private void begin(Duration timeout) {
    if (over) {
      return;
    }
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      if (channel.connect(address)) {
        over = true;
        connected.accept(channel);
        return;
      }
      timer =
          loop.after(
              timeout,
              () ->
                  fail(
                      new SocketTimeoutException(
                          "no connection within " + timeout.toMillis() + " ms")));
      key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
    } catch (UnresolvedAddressException e) {
      fail(new ConnectException("unknown host " + address.getHostString()));
    } catch (IOException e) {
      fail(e);
    }
  }

  private void ready(SelectionKey ready) {
    if (!ready.isValid() || !ready.isConnectable()) {
      return;
    }
    try {
      channel.finishConnect();
    } catch (IOException e) {
      fail(e);
      return;
    }
    over = true;
    timer.cancel();
    // The key stays registered; the link that takes the socket over on this loop takes the key
    // over, too.
    key.interestOps(0);
    connected.accept(channel);
  }

  private void fail(IOException reason) {
    if (over) {
      return;
    }
    over = true;
    letGo();
    failed.accept(reason);
  }

  private void letGo() {
    if (timer != null) {
      timer.cancel();
    }
    if (key != null) {
      key.cancel();
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      Log.limited("TLP1013", "closing a socket to " + address + " failed", e);
    }
  }
}
