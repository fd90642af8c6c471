package io.teleport.engine.erlang;

import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.term.Pid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Takes what nodes with the Erlang teleport library send by its sockets. These sockets carry
 * nothing that would show who is at the other end; so they are accepted only from the addresses of
 * nodes that have shown, by the distribution protocol, that they have the cookie, and for as long
 * as one of them is connected.
 *
 * <p>Nothing but large messages depends on such a socket: it is not read while there is no room,
 * for as long as that takes. Confined to the loop.
 */
final class TeleportSockets {

  private static final int MAX_PACKET = Integer.MAX_VALUE;
  private static final int MAX_SOCKETS = 10_000;

  private final ErlangSurroundings surroundings;
  private final Function<InetAddress, DistributionConnection> peers;
  private final Map<Link, InetAddress> links = new HashMap<>();
  private boolean closed;

  /**
   * Creates it.
   *
   * @param peers returns the connection to a node of an address, or null
   */
  TeleportSockets(
      ErlangSurroundings surroundings, Function<InetAddress, DistributionConnection> peers) {
    this.surroundings = surroundings;
    this.peers = peers;
  }

  /**
   * Takes a socket, or closes it.
   *
   * @param read what was read of it
   */
  void accept(SocketChannel channel, ByteBuffer read) {
    try {
      InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
      String refusal = refusal(address);
      if (refusal != null) {
        channel.close();
        surroundings.counters().add(Counters.Count.HANDSHAKES_REFUSED);
        Log.limited(
            "TLP1432",
            "a teleport socket from %s was refused: %s".formatted(address, refusal),
            null);
        return;
      }
      begin(channel, address, read);
    } catch (IOException e) {
      Log.limited("TLP1433", "an accepted teleport socket could not be used", e);
    }
  }

  private void begin(SocketChannel channel, InetAddress address, ByteBuffer read)
      throws IOException {
    boolean hasBegun = false;
    try {
      Link link = new Link(channel, this::ended);
      read(link, address, read);
      links.put(link, address);
      hasBegun = true;
    } finally {
      if (!hasBegun) {
        // As when there is no memory for its buffer.
        channel.close();
      }
    }
  }

  private String refusal(InetAddress address) {
    if (closed || !surroundings.settings().takesTeleportSockets()) {
      return "none are taken (teleportSockets)";
    } else if (peers.apply(address) == null) {
      return "no Erlang node of that address is connected";
    }
    return links.size() < MAX_SOCKETS ? null : MAX_SOCKETS + " are open already";
  }

  private void ended(Link link, Throwable reason) {
    InetAddress address = links.remove(link);
    if (reason instanceof ErlangProtocolException) {
      surroundings.counters().add(Counters.Count.PROTOCOL_VIOLATIONS);
      Log.limited("TLP1434", "a teleport socket from " + address + " was closed", reason);
    }
  }

  private void read(Link link, InetAddress address, ByteBuffer read) {
    ErlangSettings settings = surroundings.settings();
    InboundGate gate =
        new InboundGate(
            surroundings.loop(),
            surroundings.pool(),
            settings.receiveWindow(),
            null,
            link::resumeReading);
    Assembler assembler =
        new Assembler(
            surroundings.decoder(),
            DistributionFlags.OURS,
            settings.smallMessage(),
            settings.maxMessage(),
            gate,
            gate.stall(null, null),
            new Received(link, address));
    link.begin(
        surroundings.loop(),
        new PacketReader(assembler.asTeleportSocket(), MAX_PACKET, read),
        new ByteWriter());
  }

  /** What such a socket brings is as if it had come by the connection to a node of its address. */
  private final class Received implements Assembler.Target {
    private final Link link;
    private final InetAddress address;

    Received(Link link, InetAddress address) {
      this.link = link;
      this.address = address;
    }

    /** Returns who takes it; null if no node of the address is connected any more. */
    private Incoming incoming() {
      DistributionConnection connection = peers.apply(address);
      return connection == null ? null : connection.incoming();
    }

    @Override
    public void tick() {
      // there are none
    }

    @Override
    public void busy() {
      surroundings.loop().stayWithSockets();
    }

    @Override
    public void paused() {
      link.pauseReading();
    }

    @Override
    public boolean isCaller(Pid pid) {
      return pid.equals(surroundings.caller());
    }

    @Override
    public String refusal(ControlMessage control) {
      Incoming incoming = incoming();
      return incoming == null ? "its node is not connected" : incoming.refusal(control);
    }

    @Override
    public MemoryShare share(ControlMessage control) {
      Incoming incoming = incoming();
      return incoming == null ? null : incoming.share(control);
    }

    @Override
    public BodySink stream(
        ControlMessage control, long size, LongConsumer roomUpTo, Runnable whenClosed) {
      Incoming incoming = incoming();
      return incoming == null ? null : incoming.stream(control, size, roomUpTo, whenClosed);
    }

    @Override
    public void message(
        ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone)
        throws ErlangProtocolException {
      Incoming incoming = incoming();
      if (incoming != null) {
        incoming.message(control, envelope, payload, onDone);
      } else {
        payload.release();
        onDone.run();
        leftOut(control, envelope, "its node is not connected");
      }
    }

    @Override
    public void leftOut(ControlMessage control, OtpEnvelope envelope, String reason) {
      Incoming incoming = incoming();
      if (incoming != null) {
        incoming.leftOut(control, envelope, reason);
      } else {
        surroundings.local().undelivered("a process, from " + address, reason, false);
      }
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
    surroundings
        .loop()
        .execute(
            () -> {
              closed = true;
              List.copyOf(links.keySet()).forEach(link -> link.close(null));
            });
  }
}
