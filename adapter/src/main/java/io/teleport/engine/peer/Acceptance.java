package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.Lane;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Connections that others open, from the moment they are accepted until they are part of a complete
 * pool. Confined to the small loop, but for {@link #close} and {@link #size}.
 */
final class Acceptance implements AcceptorHandshake.Accepted {

  private static final int MAX_HANDSHAKES = 256;

  private final Surroundings surroundings;
  private final Function<NodeName, Peer> peers;
  private final Consumer<Peer> onPool;
  private final Set<AcceptorHandshake> handshakes =
      Collections.synchronizedSet(new LinkedHashSet<>());
  private final Map<String, Session> assembling = Collections.synchronizedMap(new HashMap<>());
  private volatile int port;
  private volatile BiConsumer<SocketChannel, ByteBuffer> foreign;
  private volatile boolean closing;

  /**
   * Creates it.
   *
   * @param peers returns the peer of a name
   * @param onPool told of each peer that has opened a pool, on the small loop
   */
  Acceptance(Surroundings surroundings, Function<NodeName, Peer> peers, Consumer<Peer> onPool) {
    this.surroundings = surroundings;
    this.peers = peers;
    this.onPool = onPool;
  }

  /** Says which port the node tells its peers that it listens on. */
  void listeningAt(int actualPort) {
    port = actualPort;
  }

  /** Sets who takes the sockets that speak another protocol, with what was read of them. */
  void giveForeignTo(BiConsumer<SocketChannel, ByteBuffer> taker) {
    foreign = taker;
  }

  @Override
  public boolean takesForeign() {
    return foreign != null;
  }

  @Override
  public void foreign(AcceptorHandshake handshake, ByteBuffer read) {
    handshakes.remove(handshake);
    foreign.accept(handshake.giveAway(), read);
  }

  /** Takes a connection, which has said nothing yet. */
  void accept(SocketChannel channel) {
    try {
      if (closing) {
        channel.close();
        return;
      }
      makeRoom();
      AcceptorHandshake handshake = new AcceptorHandshake(surroundings, channel, port, this);
      handshakes.add(handshake);
      handshake.begin();
    } catch (IOException e) {
      Log.limited("TLP1233", "an accepted connection could not be used", e);
    }
  }

  /** Drops the oldest handshake if there are too many: a good one is over in a moment. */
  private void makeRoom() {
    if (handshakes.size() < MAX_HANDSHAKES) {
      return;
    }
    AcceptorHandshake oldest = handshakes.iterator().next();
    handshakes.remove(oldest);
    oldest.cancel();
    Log.limited(
        "TLP1232",
        "a connection was closed: "
            + MAX_HANDSHAKES
            + " newer ones have not said who they are either",
        null);
  }

  @Override
  public Session session(NodeName name, NodeHello node, PoolHello pool, Link link) {
    String key = name + "/" + node.incarnation() + "/" + pool.poolId();
    if (closing || (pool.lane() != Lane.CONTROL && !assembling.containsKey(key))) {
      // The control socket comes first, and a complete pool takes no more sockets.
      return null;
    }
    Peer peer = peers.apply(name);
    if (link.remoteAddress() != null) {
      peer.heardFrom(new InetSocketAddress(link.remoteAddress(), node.port()));
    }
    return assembling.computeIfAbsent(key, k -> assemble(k, peer, node, pool));
  }

  private Session assemble(String key, Peer peer, NodeHello node, PoolHello pool) {
    Session session =
        new Session(
            surroundings,
            peer.name(),
            node,
            peer.associate(node),
            pool.bulkSockets(),
            () -> assembling.remove(key));
    surroundings
        .smallLoop()
        .after(
            surroundings.settings().connectTimeout(),
            () -> {
              if (!session.isComplete()) {
                session.end(new IOException("its pool of sockets was never complete"));
              }
            });
    return session;
  }

  @Override
  public void added(Session session) {
    handshakes.removeIf(Handshake::isOver);
    if (!session.isComplete() && session.hasAllLinks()) {
      assembling.values().remove(session);
      session.publish();
      Peer peer = peers.apply(session.peer());
      peer.add(session);
      onPool.accept(peer);
    }
  }

  @Override
  public void failed(AcceptorHandshake handshake) {
    handshakes.remove(handshake);
  }

  /** Returns how many connections and pools are on their way. Called by any thread. */
  int size() {
    return handshakes.size() + assembling.size();
  }

  /**
   * Accepts nothing more, and closes what is half done. Called by any thread; blocks for a moment.
   */
  void close() throws InterruptedException {
    closing = true;
    surroundings.smallLoop().runAndWait(this::cut);
  }

  /** The same, on the small loop. */
  void cut() {
    closing = true;
    List.copyOf(handshakes).forEach(Handshake::cancel);
    List.copyOf(assembling.values()).forEach(session -> session.end(null));
  }
}
