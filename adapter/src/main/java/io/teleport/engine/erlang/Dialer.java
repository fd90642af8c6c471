package io.teleport.engine.erlang;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.net.Connector;
import io.teleport.engine.net.Tls;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Connects to nodes that somebody wants to reach, each once at a time. Confined to the loop. */
final class Dialer {

  private final ErlangSurroundings surroundings;
  private final Connections connections;
  private final Map<NodeName, Dial> dials = new HashMap<>();

  /** An attempt to reach a node. */
  private static final class Dial {
    private final CompletableFuture<DistributionConnection> result = new CompletableFuture<>();
    private Connector connector;
    private HandshakeLink handshake;

    /** Gives up connecting; whoever waits goes on waiting. */
    void cancel() {
      if (connector != null) {
        connector.cancel();
      }
      cancelHandshake();
    }

    void cancelHandshake() {
      if (handshake != null) {
        handshake.cancel();
        handshake = null;
      }
    }
  }

  /**
   * Creates it.
   *
   * @param connections takes the connections that are made
   */
  Dialer(ErlangSurroundings surroundings, Connections connections) {
    this.surroundings = surroundings;
    this.connections = connections;
  }

  /**
   * Connects to a node, unless it is connected, or about to be.
   *
   * @param address where it listens
   * @param wanted completes with the connection, or with an exception that says why there is none
   */
  void dial(
      NodeName node, InetSocketAddress address, CompletableFuture<DistributionConnection> wanted) {
    DistributionConnection connection = connections.get(node);
    if (connection != null) {
      wanted.complete(connection);
      return;
    }
    if (connections.isClosing()) {
      // Nobody would close the socket.
      wanted.completeExceptionally(connections.stopping());
      return;
    }
    Dial pending = dials.get(node);
    if (pending == null) {
      pending = begin(node, address);
    }
    var unused =
        pending.result.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                wanted.completeExceptionally(failure);
              } else {
                wanted.complete(result);
              }
            });
  }

  private Dial begin(NodeName node, InetSocketAddress address) {
    Dial dial = new Dial();
    dials.put(node, dial);
    Duration timeout = surroundings.settings().connectTimeout();
    surroundings.loop().after(timeout, () -> fail(node, dial, tooLate(node, dial, timeout)));
    dial.connector =
        Connector.connect(
            surroundings.loop(),
            address,
            timeout,
            channel -> connected(node, address, dial, channel),
            e -> fail(node, dial, unreachable(node, address, e)));
    return dial;
  }

  private NodeDownException tooLate(NodeName node, Dial dial, Duration timeout) {
    boolean isSilent = dial.handshake != null && surroundings.settings().tls() != null;
    return new NodeDownException(
        "no connection to %s within %d ms (connectTimeout)%s"
            .formatted(node, timeout.toMillis(), isSilent ? TlsFailure.IF_CLOSED : ""));
  }

  private static NodeDownException unreachable(
      NodeName node, InetSocketAddress address, IOException cause) {
    return new NodeDownException(
        "%s cannot be reached at %s: %s".formatted(node, address, cause.getMessage()), cause);
  }

  private void connected(
      NodeName node, InetSocketAddress address, Dial dial, SocketChannel channel) {
    dial.connector = null;
    InitiatorHandshake handshake = new InitiatorHandshake(surroundings.self(node), node);
    Tls tls = surroundings.settings().tls();
    try {
      dial.handshake =
          new HandshakeLink(
              surroundings.loop(),
              channel,
              tls == null ? null : tls.client(channel, node.host(), address.getPort()),
              handshake,
              surroundings.settings().connectTimeout(),
              new HandshakeLink.Result() {
                @Override
                public void done(HandshakeLink link, ErlangPeer peer) {
                  dial.handshake = null;
                  reached(node, connections.add(link, peer));
                }

                @Override
                public void failed(HandshakeLink link, Handshake.Refusal refusal, String reason) {
                  dial.handshake = null;
                  refused(node, dial, refusal, reason);
                }
              });
      dial.handshake.begin();
    } catch (IOException e) {
      fail(node, dial, new NodeDownException("no connection to " + node, e));
    }
  }

  private void refused(NodeName node, Dial dial, Handshake.Refusal refusal, String reason) {
    switch (refusal) {
      case SIMULTANEOUS -> Log.debug("TLP1422", reason);
      case COOKIE, CERTIFICATE -> fail(node, dial, new AuthenticationException(reason));
      case OTHER -> fail(node, dial, new NodeDownException(reason));
    }
  }

  private void fail(NodeName node, Dial dial, TeleportException reason) {
    if (dials.remove(node, dial)) {
      dial.cancel();
      dial.result.completeExceptionally(reason);
    }
  }

  /**
   * Says what is answered to a node that connects while this one may be connecting to it: the
   * attempt of the node with the greater name goes on.
   */
  HandshakeMessage.Status crossing(NodeName node) {
    Dial dial = dials.get(node);
    if (dial == null || dial.handshake == null) {
      return HandshakeMessage.Status.OK;
    }
    if (node.toString().compareTo(surroundings.settings().name().toString()) > 0) {
      dial.cancelHandshake();
      return HandshakeMessage.Status.OK_SIMULTANEOUS;
    }
    return HandshakeMessage.Status.NOK;
  }

  /**
   * A node is connected, whoever connected to whom: those who wait for it are told.
   *
   * @param connection null if it was closed at once, since this node is stopping
   */
  void reached(NodeName node, DistributionConnection connection) {
    Dial dial = connection == null ? null : dials.remove(node);
    if (dial != null) {
      dial.cancel();
      dial.result.complete(connection);
    }
  }

  /** Gives all attempts up. */
  void close() {
    Map.copyOf(dials).forEach((node, dial) -> fail(node, dial, connections.stopping()));
  }
}
