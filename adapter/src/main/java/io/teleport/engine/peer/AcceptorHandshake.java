package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.frame.CookieProof;
import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RefusalCode;
import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The handshake of a connection that this node accepted. */
final class AcceptorHandshake extends Handshake {

  /** Takes what has shown that it knows the cookie. */
  interface Accepted {
    /**
     * Returns the session that the link belongs to; null if there is none that takes it.
     *
     * @param name the initiator
     */
    Session session(NodeName name, NodeHello node, PoolHello pool, Link link);

    /** The link is part of the session now. */
    void added(Session session);

    /** The handshake failed. */
    void failed(AcceptorHandshake handshake);

    /** Returns whether sockets that speak another protocol are taken by somebody. */
    boolean takesForeign();

    /**
     * The socket speaks another protocol, and is to be given to who takes such sockets.
     *
     * @param read what was read already
     */
    void foreign(AcceptorHandshake handshake, ByteBuffer read);
  }

  private enum Step {
    HELLO,
    PROOF,
    DONE
  }

  private final int port;
  private final Accepted accepted;
  private final InetAddress remote;
  private Step step = Step.HELLO;
  private HandshakeFrame.Hello hello;
  private NodeName name;
  private byte[] helloBytes;
  private byte[] challengeBytes;

  AcceptorHandshake(Surroundings surroundings, SocketChannel channel, int port, Accepted accepted)
      throws IOException {
    super(surroundings, channel);
    this.port = port;
    this.accepted = accepted;
    this.remote = link.remoteAddress();
  }

  @Override
  HandshakeReader reader() {
    return new HandshakeReader(this, accepted.takesForeign());
  }

  @Override
  public void foreign(ByteBuffer read) {
    accepted.foreign(this, read);
  }

  @Override
  public void handle(HandshakeFrame frame, byte[] bytes) throws IOException {
    if (step == Step.HELLO && frame instanceof HandshakeFrame.Hello first) {
      onHello(first, bytes);
    } else if (step == Step.PROOF && frame instanceof HandshakeFrame.Proof proof) {
      onProof(proof);
    } else {
      throw new ProtocolViolationException(
          "a " + frame.getClass().getSimpleName() + " in step " + step + " of the handshake");
    }
  }

  private void onHello(HandshakeFrame.Hello first, byte[] bytes) throws IOException {
    PeerSettings settings = surroundings.settings();
    try {
      name = NodeName.of(first.node().name());
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolationException(e.getMessage());
    }
    if (!first.pool().target().equals(settings.name().toString())) {
      refuse(
          RefusalCode.WRONG_NODE, "this is " + settings.name() + ", not " + first.pool().target());
    } else if (name.equals(settings.name())
        && first.node().incarnation() != settings.incarnation()) {
      refuse(
          RefusalCode.NAME_CLASH,
          "this node is called " + name + ", too; give each its own nodeName");
    } else {
      hello = first;
      helloBytes = bytes;
      challengeBytes = HandshakeCodec.challenge(hello(port));
      step = Step.PROOF;
      write(challengeBytes);
    }
  }

  private void onProof(HandshakeFrame.Proof proof) {
    String cookie = surroundings.settings().cookie();
    byte[] expected =
        CookieProof.compute(cookie, CookieProof.Side.INITIATOR, helloBytes, challengeBytes);
    if (!CookieProof.matches(expected, proof.proof())) {
      refuse(
          RefusalCode.COOKIE,
          "the cookies of " + name + " and " + surroundings.settings().name() + " differ");
      return;
    }
    step = Step.DONE;
    write(
        HandshakeCodec.welcome(
            CookieProof.compute(cookie, CookieProof.Side.ACCEPTOR, helloBytes, challengeBytes)));
    if (link.isClosed()) {
      return;
    }
    Session session = accepted.session(name, hello.node(), hello.pool(), link);
    if (session == null) {
      link.close(new IOException("its pool of sockets takes no such socket now"));
      return;
    }
    succeed(session);
    session.add(link, hello.pool().lane());
    accepted.added(session);
  }

  @Override
  void failed(Throwable reason) {
    surroundings.counters().add(Counters.Count.HANDSHAKES_REFUSED);
    String who = remote == null ? "an unknown address" : remote.getHostAddress();
    Log.limited(
        "TLP1210",
        "a connection from " + who + (name == null ? "" : " (" + name + ")") + " was refused",
        reason);
    accepted.failed(this);
  }
}
