package io.teleport.engine.erlang;

import io.teleport.NodeName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The handshake of the node that is connected to. */
final class AcceptorHandshake implements Handshake {

  /** What comes next. */
  private sealed interface State {

    /** A's name. */
    record AwaitName() implements State {}

    /** Whether an old connection is to be given up. */
    record AwaitVerdict(ErlangPeer peer) implements State {}

    /** A's reply. */
    record AwaitReply(ErlangPeer peer) implements State {}

    /** Nothing. */
    record Over() implements State {}
  }

  private final Function<NodeName, Self> selves;
  private final Function<NodeName, HandshakeMessage.Status> gate;
  private State state = new State.AwaitName();
  private Self self;

  /**
   * Creates it.
   *
   * @param selves says who this node is to another one, whose cookie may be its own
   * @param gate says what is answered to a node of that name: one of {@code ok}, {@code
   *     ok_simultaneous}, {@code nok}, {@code alive} and {@code not_allowed}
   */
  AcceptorHandshake(
      Function<NodeName, Self> selves, Function<NodeName, HandshakeMessage.Status> gate) {
    this.selves = selves;
    this.gate = gate;
  }

  @Override
  public List<HandshakeMessage> begin() {
    return List.of();
  }

  @Override
  public Step receive(ByteBuffer message) throws ErlangProtocolException {
    if (state instanceof State.AwaitName) {
      return onName(HandshakeDecoder.name(message));
    } else if (state instanceof State.AwaitVerdict waiting) {
      return onVerdict(HandshakeDecoder.status(message), waiting.peer());
    } else if (state instanceof State.AwaitReply waiting) {
      return onReply(HandshakeDecoder.reply(message), waiting.peer());
    }
    throw new ErlangProtocolException("a handshake message after the handshake");
  }

  private Step onName(HandshakeMessage message) throws ErlangProtocolException {
    if (message instanceof HandshakeMessage.OldName old) {
      return notAllowed(
          "%s speaks the handshake of before OTP 23; it needs OTP 25 or later"
              .formatted(old.name()));
    }
    HandshakeMessage.Name theirs = (HandshakeMessage.Name) message;
    if (theirs.flags().has(DistributionFlags.NAME_ME)) {
      return notAllowed("a node wants to be given a name, which this node does not do");
    }
    NodeName name = nodeName(theirs.name());
    String missing = theirs.flags().missing();
    if (!missing.isEmpty()) {
      return notAllowed("%s cannot handle %s".formatted(name, missing));
    }
    self = selves.apply(name);
    if (name.equals(self.name())) {
      return notAllowed("another node has this node's name, " + name);
    }
    Optional<String> conflict = NameForm.conflict(self.name(), name);
    if (conflict.isPresent()) {
      return notAllowed(conflict.get());
    }
    ErlangPeer peer =
        new ErlangPeer(name, DistributionFlags.OURS.and(theirs.flags()), theirs.creation());
    return admit(peer, gate.apply(name));
  }

  private Step admit(ErlangPeer peer, HandshakeMessage.Status status)
      throws ErlangProtocolException {
    switch (status.text()) {
      case "ok", "ok_simultaneous" -> {
        return challenge(peer, List.of(status));
      }
      case "alive" -> {
        state = new State.AwaitVerdict(peer);
        return new Step.Next(List.of(status));
      }
      case "nok" -> {
        return refused(
            List.of(status), Refusal.SIMULTANEOUS, "this node is connecting to " + peer.name());
      }
      default -> {
        return notAllowed(peer.name() + " may not connect now");
      }
    }
  }

  private Step challenge(ErlangPeer peer, List<HandshakeMessage> before) {
    state = new State.AwaitReply(peer);
    HandshakeMessage challenge =
        new HandshakeMessage.Challenge(
            DistributionFlags.OURS, self.challenge(), self.creation(), self.name().toString());
    return new Step.Next(before.isEmpty() ? List.of(challenge) : List.of(before.get(0), challenge));
  }

  private Step onVerdict(HandshakeMessage.Status verdict, ErlangPeer peer) {
    if (verdict.equals(HandshakeMessage.Status.TRUE)) {
      return challenge(peer, List.of());
    }
    return refused(
        List.of(), Refusal.OTHER, peer.name() + " keeps the connection that it has already");
  }

  private Step onReply(HandshakeMessage.Reply reply, ErlangPeer peer) {
    if (!CookieDigest.isRight(reply.digest(), self.cookie(), self.challenge())) {
      return refused(List.of(), Refusal.COOKIE, peer.name() + " has another cookie (erlangCookie)");
    }
    state = new State.Over();
    byte[] digest = CookieDigest.of(self.cookie(), reply.challenge());
    return new Step.Done(List.of(new HandshakeMessage.Acknowledgement(digest)), peer);
  }

  private static NodeName nodeName(String text) throws ErlangProtocolException {
    try {
      return NodeName.of(text);
    } catch (IllegalArgumentException e) {
      throw new ErlangProtocolException(e.getMessage());
    }
  }

  private Step notAllowed(String reason) {
    return refused(List.of(HandshakeMessage.Status.NOT_ALLOWED), Refusal.OTHER, reason);
  }

  private Step refused(List<HandshakeMessage> last, Refusal refusal, String reason) {
    state = new State.Over();
    return new Step.Refused(last, refusal, reason);
  }

  @Override
  public String peerInWords() {
    return state instanceof State.AwaitReply waiting ? waiting.peer().name().toString() : "a node";
  }

  @Override
  public String ifClosedNow() {
    if (state instanceof State.AwaitReply waiting) {
      return waiting.peer().name() + " closed the connection in the handshake";
    }
    return "a node closed the connection in the handshake";
  }
}
