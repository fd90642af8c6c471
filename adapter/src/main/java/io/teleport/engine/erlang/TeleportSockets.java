package io.teleport.engine.erlang;

import io.teleport.engine.net.Acceptor;
import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Log;
import io.teleport.term.Pid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes what nodes with the Erlang teleport library send by its sockets. These sockets carry
 * nothing that would show who is at the other end; so they are accepted only from the addresses of
 * nodes that have shown, by the distribution protocol, that they have the cookie, and for as long
 * as one of them is connected. Confined to the loop.
 */
final class TeleportSockets {

  private static final int MAX_PACKET = Integer.MAX_VALUE;
  private static final int MAX_SOCKETS = 10_000;

  private final ErlangSurroundings surroundings;
  private final Function<InetAddress, DistributionConnection> peers;
  private final Acceptor acceptor;
  private final Map<Link, InetAddress> links = new HashMap<>();

  /**
   * Begins to listen.
   *
   * @param peers returns the connection to a node of an address, or null
   * @throws IOException if the address cannot be bound
   */
  TeleportSockets(
      ErlangSurroundings surroundings,
      InetSocketAddress listenAt,
      Function<InetAddress, DistributionConnection> peers)
      throws IOException {
    this.surroundings = surroundings;
    this.peers = peers;
    this.acceptor = new Acceptor(surroundings.loop(), listenAt, this::accept);
  }

  /** Returns the port. May be called by any thread. */
  int port() {
    return acceptor.listeningAt().getPort();
  }

  private void accept(SocketChannel channel) {
    try {
      InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      DistributionConnection peer = peers.apply(address);
      if (peer == null || links.size() >= MAX_SOCKETS) {
        channel.close();
        Log.limited(
            "TLP1432",
            "a teleport socket from %s was refused: no Erlang node of that address is connected"
                .formatted(address),
            null);
        return;
      }
      Link link = new Link(channel, (ended, reason) -> links.remove(ended));
      links.put(link, address);
      read(link, peer.incoming());
    } catch (IOException e) {
      Log.limited("TLP1433", "an accepted teleport socket could not be used", e);
    }
  }

  private void read(Link link, Incoming incoming) {
    ErlangSettings settings = surroundings.settings();
    InboundGate gate =
        new InboundGate(
            surroundings.loop(),
            surroundings.pool(),
            settings.receiveWindow(),
            link::resumeReading);
    Assembler assembler =
        new Assembler(
            surroundings.decoder(),
            DistributionFlags.OURS,
            settings.smallMessage(),
            settings.maxMessage(),
            gate,
            new Received(link, incoming));
    link.begin(
        surroundings.loop(),
        new PacketReader(assembler.asTeleportSocket(), MAX_PACKET),
        new ByteWriter());
  }

  /**
   * What such a socket brings is as if it had come by the connection to a node of its address.
   *
   * @param link the socket
   * @param incoming takes what arrives
   */
  private record Received(Link link, Incoming incoming) implements Assembler.Target {
    @Override
    public void tick() {
      // there are none
    }

    @Override
    public void busy() {
      incoming.busy();
    }

    @Override
    public void paused() {
      link.pauseReading();
    }

    @Override
    public boolean isCaller(Pid pid) {
      return incoming.isCaller(pid);
    }

    @Override
    public String refusal(ControlMessage control) {
      return incoming.refusal(control);
    }

    @Override
    public void message(
        ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone)
        throws ErlangProtocolException {
      incoming.message(control, envelope, payload, onDone);
    }

    @Override
    public void leftOut(ControlMessage control, OtpEnvelope envelope, String reason) {
      incoming.leftOut(control, envelope, reason);
    }
  }

  /** A node is not connected any more: closes the sockets of its address if it was the last. */
  void peerGone() {
    Map.copyOf(links)
        .forEach(
            (link, address) -> {
              if (peers.apply(address) == null) {
                link.close(null);
              }
            });
  }

  /** Closes everything. May be called by any thread. */
  void close() {
    acceptor.close();
    surroundings.loop().execute(() -> List.copyOf(links.keySet()).forEach(l -> l.close(null)));
  }
}
