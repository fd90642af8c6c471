package io.teleport.engine.peer;

import io.teleport.TeleportException;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.net.Connector;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * Finds out whether a node that has opened a pool to this one can be reached where it is said to
 * listen: connects as for a pool of sockets, looks who is there, and closes the connection. Without
 * that, nothing would follow from a refusal at that address when all sockets are lost: between
 * address translation, proxies and firewalls it may be one at which nobody ever answers. Confined
 * to the small loop.
 */
final class AddressCheck implements InitiatorHandshake.Result {

  private final Surroundings surroundings;
  private final Association association;
  private final InetSocketAddress address;
  private final int port;
  private final Consumer<AddressCheck> onEnd;
  private Connector connector;
  private InitiatorHandshake handshake;
  private boolean over;

  /**
   * Creates it; {@link #begin} starts it.
   *
   * @param association with the node; learns that the address is right
   * @param address where the node is said to listen
   * @param port where the local node listens
   * @param onEnd told once
   */
  AddressCheck(
      Surroundings surroundings,
      Association association,
      InetSocketAddress address,
      int port,
      Consumer<AddressCheck> onEnd) {
    this.surroundings = surroundings;
    this.association = association;
    this.address = address;
    this.port = port;
    this.onEnd = onEnd;
  }

  /** Begins to connect. */
  void begin() {
    connector =
        Connector.connect(
            surroundings.smallLoop(),
            address,
            surroundings.settings().connectTimeout(),
            this::connected,
            this::failed);
  }

  private void connected(SocketChannel channel) {
    try {
      if (over) {
        channel.close();
        return;
      }
      PoolHello pool =
          new PoolHello(
              surroundings.random().nextLong(),
              Lane.CONTROL,
              0,
              surroundings.settings().bulkSockets(),
              association.node().toString());
      handshake =
          new InitiatorHandshake(surroundings, channel, association.node(), pool, port, this);
      handshake.begin();
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void welcome(InitiatorHandshake who, NodeHello theirs) {
    if (!over && theirs.incarnation() == association.incarnation()) {
      association.reached(address);
    }
    end();
  }

  @Override
  public void failed(TeleportException reason) {
    failed((Exception) reason);
  }

  private void failed(Exception reason) {
    if (!over) {
      Log.debug(
          "TLP1224",
          "%s does not answer at %s:%d, where it is said to listen: %s"
              .formatted(
                  association.node(),
                  address.getHostString(),
                  address.getPort(),
                  reason.getMessage()));
    }
    end();
  }

  /** Ends it, whether it was over or not. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    connector.cancel();
    if (handshake != null) {
      handshake.cancel();
    }
    onEnd.accept(this);
  }
}
