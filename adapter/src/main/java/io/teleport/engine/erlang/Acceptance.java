package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.engine.net.Acceptor;
import io.teleport.engine.net.Tls;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lets nodes that connect say who they are. Confined to the loop. */
final class Acceptance {

  private static final int MAX_HANDSHAKES = 1024;

  private final ErlangSurroundings surroundings;
  private final Connections connections;
  private final Dialer dialer;
  private final Acceptor acceptor;

  /** Handshakes that others began, the oldest first. */
  private final Set<HandshakeLink> handshakes = new LinkedHashSet<>();

  /**
   * Begins to listen.
   *
   * @param connections takes the connections that are made
   * @param dialer says whether this node is connecting to a node that connects
   * @throws IOException if the address cannot be bound
   */
  Acceptance(ErlangSurroundings surroundings, Connections connections, Dialer dialer)
      throws IOException {
    this.surroundings = surroundings;
    this.connections = connections;
    this.dialer = dialer;
    this.acceptor =
        new Acceptor(surroundings.loop(), surroundings.settings().listenAt(), this::accept);
  }

  /** Returns where this node listens for Erlang nodes. May be called by any thread. */
  InetSocketAddress listeningAt() {
    return acceptor.listeningAt();
  }

  private void accept(SocketChannel channel) {
    try {
      if (connections.isClosing()) {
        channel.close();
        return;
      }
      makeRoom();
      Tls tls = surroundings.settings().tls();
      HandshakeLink handshake =
          new HandshakeLink(
              surroundings.loop(),
              channel,
              tls == null ? null : tls.server(channel),
              new AcceptorHandshake(surroundings::self, this::gate),
              surroundings.settings().connectTimeout(),
              new HandshakeLink.Result() {
                @Override
                public void done(HandshakeLink link, ErlangPeer peer) {
                  handshakes.remove(link);
                  dialer.reached(peer.name(), connections.add(link, peer));
                }

                @Override
                public void failed(HandshakeLink link, Handshake.Refusal refusal, String reason) {
                  handshakes.remove(link);
                  refused(refusal, reason);
                }
              });
      handshakes.add(handshake);
      handshake.begin();
    } catch (IOException e) {
      Log.limited("TLP1423", "a connection of an Erlang node could not be used", e);
    }
  }

  private void makeRoom() {
    if (handshakes.size() >= MAX_HANDSHAKES) {
      HandshakeLink oldest = handshakes.iterator().next();
      handshakes.remove(oldest);
      oldest.cancel();
      Log.limited(
          "TLP1424",
          "a connection was closed: %d newer ones have not said who they are either"
              .formatted(MAX_HANDSHAKES),
          null);
    }
  }

  /** Says what is answered to a node that connects. */
  private HandshakeMessage.Status gate(NodeName node) {
    return connections.get(node) == null ? dialer.crossing(node) : HandshakeMessage.Status.ALIVE;
  }

  private void refused(Handshake.Refusal refusal, String reason) {
    if (refusal == Handshake.Refusal.SIMULTANEOUS) {
      Log.debug("TLP1425", reason);
      return;
    }
    surroundings.counters().add(Counters.Count.HANDSHAKES_REFUSED);
    Log.limited("TLP1426", "an Erlang node was refused: " + reason, null);
  }

  /** Listens no more. May be called by any thread. */
  void stopListening() {
    acceptor.close();
  }

  /** Gives up the handshakes that are under way. */
  void close() {
    List.copyOf(handshakes).forEach(HandshakeLink::cancel);
  }
}
