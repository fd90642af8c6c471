package io.teleport.engine.erlang;

import io.teleport.NodeName;
import java.nio.ByteBuffer;
import java.util.List;

/** The handshake of the node that connects. */
final class InitiatorHandshake implements Handshake {

  /** What comes next. */
  private sealed interface State {

    /** B's status. */
    record AwaitStatus() implements State {}

    /** B's challenge. */
    record AwaitChallenge() implements State {}

    /** B's acknowledgement. */
    record AwaitAcknowledgement(ErlangPeer peer) implements State {}

    /** Nothing. */
    record Over() implements State {}
  }

  private final Self self;
  private final NodeName wanted;
  private State state = new State.AwaitStatus();

  /**
   * Creates it.
   *
   * @param wanted the node that is to be there
   */
  InitiatorHandshake(Self self, NodeName wanted) {
    this.self = self;
    this.wanted = wanted;
  }

  @Override
  public List<HandshakeMessage> begin() {
    return List.of(
        new HandshakeMessage.Name(DistributionFlags.OURS, self.creation(), self.name().toString()));
  }

  @Override
  public Step receive(ByteBuffer message) throws ErlangProtocolException {
    if (state instanceof State.AwaitStatus) {
      return onStatus(HandshakeDecoder.status(message));
    } else if (state instanceof State.AwaitChallenge) {
      return onChallenge(HandshakeDecoder.challenge(message));
    } else if (state instanceof State.AwaitAcknowledgement waiting) {
      return onAcknowledgement(HandshakeDecoder.acknowledgement(message), waiting.peer());
    }
    throw new ErlangProtocolException("a handshake message after the handshake");
  }

  private Step onStatus(HandshakeMessage.Status status) throws ErlangProtocolException {
    switch (status.text()) {
      case "ok", "ok_simultaneous" -> {
        state = new State.AwaitChallenge();
        return new Step.Next(List.of());
      }
      case "alive" -> {
        // Whatever connection it has, this node has none.
        state = new State.AwaitChallenge();
        return new Step.Next(List.of(HandshakeMessage.Status.TRUE));
      }
      case "nok" -> {
        return refused(Refusal.SIMULTANEOUS, wanted + " is connecting to this node itself");
      }
      case "not_allowed" -> {
        return refused(
            Refusal.OTHER,
            wanted + " does not allow this node to connect: see its log for the reason");
      }
      default -> throw new ErlangProtocolException("an unknown status: " + status.text());
    }
  }

  private Step onChallenge(HandshakeMessage.Challenge challenge) {
    if (!challenge.name().equals(wanted.toString())) {
      return refused(
          Refusal.OTHER, "the node at the address of %s is %s".formatted(wanted, challenge.name()));
    }
    String missing = challenge.flags().missing();
    if (!missing.isEmpty()) {
      return refused(
          Refusal.OTHER,
          "%s is too old, it cannot handle %s; OTP 25 or later is needed"
              .formatted(wanted, missing));
    }
    state =
        new State.AwaitAcknowledgement(
            new ErlangPeer(
                wanted, DistributionFlags.OURS.and(challenge.flags()), challenge.creation()));
    byte[] digest = CookieDigest.of(self.cookie(), challenge.challenge());
    return new Step.Next(List.of(new HandshakeMessage.Reply(self.challenge(), digest)));
  }

  private Step onAcknowledgement(HandshakeMessage.Acknowledgement message, ErlangPeer peer) {
    if (!CookieDigest.isRight(message.digest(), self.cookie(), self.challenge())) {
      return refused(Refusal.COOKIE, wanted + " has another cookie");
    }
    state = new State.Over();
    return new Step.Done(List.of(), peer);
  }

  private Step refused(Refusal refusal, String reason) {
    state = new State.Over();
    return new Step.Refused(List.of(), refusal, reason);
  }

  @Override
  public String peerInWords() {
    return wanted.toString();
  }

  @Override
  public String ifClosedNow() {
    return state instanceof State.AwaitAcknowledgement
        ? wanted + " has another cookie, most likely (erlangCookie)"
        : wanted + " closed the connection in the handshake";
  }

  /** Returns whether a connection that is closed now means that the cookies differ. */
  boolean isCookieInDoubt() {
    return state instanceof State.AwaitAcknowledgement;
  }
}
