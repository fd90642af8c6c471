package io.teleport.engine.erlang;

import io.teleport.engine.net.Connector;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Timer;
import io.teleport.engine.observe.Log;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Keeps the local node registered with EPMD, which forgets a node when its connection closes: if
 * that happens, as when EPMD is restarted, or if there is no EPMD, it tries again and again. It
 * never starts one.
 *
 * <p>Confined to its loop, but for {@link #isRegistered} and {@link #close}.
 */
final class EpmdRegistration {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Loop loop;
  private final InetSocketAddress epmd;
  private final String alive;
  private final int port;
  private final String extra;
  private final ByteBuffer buffer = ByteBuffer.allocate(16);
  private Duration pause = FIRST_PAUSE;
  private Connector connector;
  private Link link;
  private Timer retry;
  private volatile boolean registered;
  private volatile boolean closed;

  /**
   * Creates it; {@link #begin} registers.
   *
   * @param epmd where EPMD listens
   * @param alive the part of the node's name before the {@code @}
   * @param port where the node listens for Erlang nodes
   * @param extra what else is to be known about the node
   */
  EpmdRegistration(Loop loop, InetSocketAddress epmd, String alive, int port, String extra) {
    this.loop = loop;
    this.epmd = epmd;
    this.alive = alive;
    this.port = port;
    this.extra = extra;
  }

  /** Begins to register. Called by any thread, once. */
  void begin() {
    loop.execute(this::connect);
  }

  /** Returns whether EPMD knows the node now. */
  boolean isRegistered() {
    return registered;
  }

  /** Ends the registration. Called by any thread. */
  void close() {
    closed = true;
    loop.execute(
        () -> {
          if (connector != null) {
            connector.cancel();
          }
          if (retry != null) {
            retry.cancel();
          }
          if (link != null) {
            link.close(null);
          }
        });
  }

  private void connect() {
    if (closed) {
      return;
    }
    connector = Connector.connect(loop, epmd, PATIENCE, this::connected, this::unreachable);
  }

  private void unreachable(IOException reason) {
    Log.limited(
        "TLP1401",
        "no EPMD at %s: Erlang nodes do not find this node by its name. Start one ('epmd -daemon') or set epmdAddress and epmdPort; trying again"
            .formatted(epmd),
        reason);
    again();
  }

  private void connected(SocketChannel channel) {
    try {
      link = new Link(channel, this::lost);
    } catch (IOException e) {
      unreachable(e);
      return;
    }
    buffer.clear();
    ByteWriter writer = new ByteWriter();
    writer.offer(EpmdEncoder.register(alive, port, extra));
    link.begin(loop, new Answers(), writer);
    link.flush();
    if (closed) {
      link.close(null);
    }
  }

  private void lost(Link ended, Throwable reason) {
    if (ended != link) {
      return;
    }
    link = null;
    if (registered && !closed) {
      Log.limited("TLP1402", "the connection to EPMD was lost; this node registers again", reason);
    }
    registered = false;
    again();
  }

  private void again() {
    if (closed) {
      return;
    }
    retry = loop.after(pause, this::connect);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /** What EPMD answers. */
  private final class Answers implements LinkReader {
    @Override
    public boolean read(ScatteringByteChannel channel) throws IOException {
      return EpmdRegistration.this.read(channel);
    }

    @Override
    public void close() {
      // the buffer is the garbage collector's
    }
  }

  private boolean read(ScatteringByteChannel channel) throws IOException {
    int count = channel.read(buffer);
    if (count < 0) {
      return false;
    }
    if (registered) {
      throw new ErlangProtocolException("EPMD says something unasked");
    }
    EpmdDecoder.Registered answer = EpmdDecoder.registered(buffer.flip());
    buffer.compact();
    if (answer == null) {
      return true;
    }
    if (answer.result() != 0) {
      Log.limited(
          "TLP1403",
          "EPMD at %s does not register '%s' (result %d): the name is in use on this host, or not allowed"
              .formatted(epmd, alive, answer.result()),
          null);
      throw new EOFException("not registered");
    }
    registered = true;
    pause = FIRST_PAUSE;
    Log.info("TLP1404", "EPMD knows this node as '%s' at port %d".formatted(alive, port));
    return true;
  }
}
