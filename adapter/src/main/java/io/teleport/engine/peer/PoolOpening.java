package io.teleport.engine.peer;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.net.Connector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Opens a pool of sockets to a node: the control socket first, which shows who is there, then all
 * others at once. Either all of them succeed, or the whole pool is given up. Confined to the small
 * loop.
 */
final class PoolOpening implements InitiatorHandshake.Result {

  /** Learns how it went: one of the two is called, once, on the small loop. */
  interface Result {
    /** The pool is complete. */
    void opened(Pool pool);

    /** It did not work; nothing is left of it. */
    void failed(TeleportException reason);
  }

  private static final Duration SOONEST_TIMEOUT = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final NodeName target;
  private final InetSocketAddress address;
  private final int port;
  private final Result result;
  private final Function<NodeHello, Association> associate;
  private final long poolId;
  private final List<Connector> connectors = new ArrayList<>();
  private final List<InitiatorHandshake> handshakes = new ArrayList<>();
  private Session session;
  private long begun;
  private boolean over;

  /**
   * Creates it; {@link #begin} starts it.
   *
   * @param address where the target listens
   * @param port where the local node listens
   * @param associate returns the association with who is there
   */
  PoolOpening(
      Surroundings surroundings,
      NodeName target,
      InetSocketAddress address,
      int port,
      Result result,
      Function<NodeHello, Association> associate) {
    this.surroundings = surroundings;
    this.target = target;
    this.address = address;
    this.port = port;
    this.result = result;
    this.associate = associate;
    this.poolId = surroundings.random().nextLong();
  }

  /** Begins to connect. */
  void begin() {
    begun = surroundings.smallLoop().nanoTime().getAsLong();
    connect(Lane.CONTROL, 0);
  }

  private void connect(Lane lane, int index) {
    Duration timeout = surroundings.settings().connectTimeout();
    PoolHello pool =
        new PoolHello(
            poolId, lane, index, surroundings.settings().bulkSockets(), target.toString());
    connectors.add(
        Connector.connect(
            surroundings.smallLoop(),
            address,
            timeout,
            channel -> connected(channel, pool),
            reason -> failed(notConnected(lane, reason))));
  }

  private NodeDownException notConnected(Lane lane, IOException reason) {
    String text =
        "no connection to %s at %s:%d: %s"
            .formatted(target, address.getHostString(), address.getPort(), reason.getMessage());
    return lane == Lane.CONTROL && isRefusal(reason)
        ? new ConnectionRefusedException(text, address, reason)
        : new NodeDownException(text, reason);
  }

  /** The operating system has the same exception for a time-out of its own, which takes longer. */
  private boolean isRefusal(IOException reason) {
    long passed = surroundings.smallLoop().nanoTime().getAsLong() - begun;
    return reason instanceof ConnectException
        && !address.isUnresolved()
        && passed < SOONEST_TIMEOUT.toNanos();
  }

  private void connected(SocketChannel channel, PoolHello pool) {
    try {
      if (over) {
        channel.close();
        return;
      }
      InitiatorHandshake handshake =
          new InitiatorHandshake(surroundings, channel, target, pool, port, this);
      handshakes.add(handshake);
      handshake.begin();
    } catch (IOException e) {
      failed(new NodeDownException("no connection to " + target + ": " + e.getMessage(), e));
    }
  }

  @Override
  public void welcome(InitiatorHandshake handshake, NodeHello theirs) {
    if (over) {
      handshake.cancel();
      return;
    }
    Lane lane = handshake.pool().lane();
    if (lane == Lane.CONTROL) {
      session =
          new Session(
              surroundings,
              target,
              theirs,
              associate.apply(theirs),
              surroundings.settings().bulkSockets(),
              this::ended);
    } else if (theirs.incarnation() != session.theirs().incarnation()) {
      handshake.cancel();
      failed(new NodeDownException(target + " was restarted while its pool was being opened"));
      return;
    }
    handshake.succeed(session);
    session.add(handshake.link, lane);
    if (lane == Lane.CONTROL) {
      connect(Lane.SMALL, 0);
      for (int i = 0; i < surroundings.settings().bulkSockets(); i++) {
        connect(Lane.BULK, i);
      }
    } else if (session.hasAllLinks()) {
      over = true;
      session.publish();
      session.association().reached(address);
      result.opened(session);
    }
  }

  private void ended() {
    failed(new NodeDownException("no connection to " + target + ": " + session.endReason()));
  }

  @Override
  public void failed(TeleportException reason) {
    if (over) {
      return;
    }
    over = true;
    connectors.forEach(Connector::cancel);
    handshakes.forEach(InitiatorHandshake::cancel);
    if (session != null) {
      session.end(reason);
    }
    result.failed(reason);
  }
}
