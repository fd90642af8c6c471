package io.teleport.engine.peer;

import io.teleport.AuthenticationException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.CookieProof;
import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.frame.PoolHello;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RefusalCode;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The handshake of a connection that this node opened. */
final class InitiatorHandshake extends Handshake {

  /** Learns how it went: one of the two is called, once. */
  interface Result {
    /**
     * The other node is the one that was wanted, and knows the cookie. The link is to be given to a
     * session at once.
     */
    void welcome(InitiatorHandshake handshake, NodeHello theirs);

    /** It did not work. */
    void failed(TeleportException reason);
  }

  private enum Step {
    CHALLENGE,
    WELCOME,
    DONE
  }

  private final NodeName target;
  private final PoolHello pool;
  private final byte[] helloBytes;
  private final Result result;
  private Step step = Step.CHALLENGE;
  private NodeHello theirs;
  private byte[] challengeBytes;
  private TeleportException refusal;

  InitiatorHandshake(
      Surroundings surroundings,
      SocketChannel channel,
      NodeName target,
      PoolHello pool,
      int port,
      Result result)
      throws IOException {
    super(surroundings, channel);
    this.target = target;
    this.pool = pool;
    this.helloBytes = HandshakeCodec.hello(hello(port), pool);
    this.result = result;
  }

  @Override
  void begin() {
    super.begin();
    write(helloBytes);
  }

  PoolHello pool() {
    return pool;
  }

  @Override
  public void handle(HandshakeFrame frame, byte[] bytes) throws IOException {
    if (frame instanceof HandshakeFrame.Refusal refused) {
      onRefusal(refused);
    } else if (step == Step.CHALLENGE && frame instanceof HandshakeFrame.Challenge challenge) {
      onChallenge(challenge.node(), bytes);
    } else if (step == Step.WELCOME && frame instanceof HandshakeFrame.Welcome welcome) {
      onWelcome(welcome);
    } else {
      throw new ProtocolViolationException(
          "a " + frame.getClass().getSimpleName() + " in step " + step + " of the handshake");
    }
  }

  private void onChallenge(NodeHello node, byte[] bytes) throws IOException {
    if (!node.name().equals(target.toString())) {
      throw new ProtocolViolationException("the node that answers is called " + node.name());
    }
    theirs = node;
    challengeBytes = bytes;
    step = Step.WELCOME;
    write(HandshakeCodec.proof(proof(CookieProof.Side.INITIATOR)));
  }

  private void onWelcome(HandshakeFrame.Welcome welcome) {
    if (!CookieProof.matches(proof(CookieProof.Side.ACCEPTOR), welcome.proof())) {
      refusal = cookiesDiffer();
      link.close(refusal);
      return;
    }
    step = Step.DONE;
    result.welcome(this, theirs);
  }

  private byte[] proof(CookieProof.Side side) {
    return CookieProof.compute(surroundings.settings().cookie(), side, helloBytes, challengeBytes);
  }

  private AuthenticationException cookiesDiffer() {
    return new AuthenticationException(
        "%s does not have the cookie of %s; set the same cookie on both"
            .formatted(target, surroundings.settings().name()));
  }

  private void onRefusal(HandshakeFrame.Refusal refused) {
    refusal =
        refused.code() == RefusalCode.COOKIE
            ? cookiesDiffer()
            : new NodeDownException(
                "%s refuses the connection: %s".formatted(target, refused.detail()));
    link.close(refusal);
  }

  @Override
  void failed(Throwable reason) {
    if (refusal != null) {
      result.failed(refusal);
      return;
    }
    String why = reason == null ? "closed" : String.valueOf(reason.getMessage());
    result.failed(new NodeDownException("no connection to %s: %s".formatted(target, why), reason));
  }
}
