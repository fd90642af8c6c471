package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Both sides of a handshake, message by message. */
class HandshakeTest {

  private static final NodeName A = NodeName.of("a@host");
  private static final NodeName B = NodeName.of("b@host");

  private static Handshake.Self self(NodeName name, String cookie) {
    return new Handshake.Self(name, name.equals(A) ? 1000 : 2000, cookie, -name.hashCode());
  }

  private static InitiatorHandshake initiator(String cookie) {
    return new InitiatorHandshake(self(A, cookie), B);
  }

  private static AcceptorHandshake acceptor(String cookie, HandshakeMessage.Status status) {
    return new AcceptorHandshake(peer -> self(B, cookie), peer -> status);
  }

  private static ByteBuffer body(HandshakeMessage message) {
    ByteBuffer encoded = HandshakeEncoder.encode(message);
    encoded.getShort();
    return encoded.slice();
  }

  /** Has two sides talk until both are done or one refuses; returns the last step of each. */
  private static List<Handshake.Step> talk(Handshake a, Handshake b)
      throws ErlangProtocolException {
    Deque<HandshakeMessage> toB = new ArrayDeque<>(a.begin());
    Deque<HandshakeMessage> toA = new ArrayDeque<>();
    Handshake.Step lastOfA = null;
    Handshake.Step lastOfB = null;
    while (!toA.isEmpty() || !toB.isEmpty()) {
      if (!toB.isEmpty()) {
        lastOfB = b.receive(body(toB.remove()));
        toA.addAll(lastOfB.messages());
      }
      if (!toA.isEmpty()) {
        lastOfA = a.receive(body(toA.remove()));
        toB.addAll(lastOfA.messages());
      }
    }
    List<Handshake.Step> steps = new ArrayList<>();
    steps.add(lastOfA);
    steps.add(lastOfB);
    return steps;
  }

  @Test
  void twoNodesWithOneCookieKnowEachOtherInTheEnd() throws ErlangProtocolException {
    List<Handshake.Step> ends = talk(initiator("c"), acceptor("c", HandshakeMessage.Status.OK));
    assertThat(ends.get(0))
        .isInstanceOfSatisfying(
            Handshake.Step.Done.class,
            done ->
                assertThat(done.peer()).isEqualTo(new ErlangPeer(B, DistributionFlags.OURS, 2000)));
    assertThat(ends.get(1))
        .isInstanceOfSatisfying(
            Handshake.Step.Done.class,
            done ->
                assertThat(done.peer()).isEqualTo(new ErlangPeer(A, DistributionFlags.OURS, 1000)));
  }

  @Test
  void anOldConnectionIsGivenUpForANewOne() throws ErlangProtocolException {
    List<Handshake.Step> ends = talk(initiator("c"), acceptor("c", HandshakeMessage.Status.ALIVE));
    assertThat(ends).allSatisfy(end -> assertThat(end).isInstanceOf(Handshake.Step.Done.class));
  }

  @Test
  void ifBothConnectAtOnceOneOfThemGoesOn() throws ErlangProtocolException {
    List<Handshake.Step> ends =
        talk(initiator("c"), acceptor("c", HandshakeMessage.Status.OK_SIMULTANEOUS));
    assertThat(ends).allSatisfy(end -> assertThat(end).isInstanceOf(Handshake.Step.Done.class));
    ends = talk(initiator("c"), acceptor("c", HandshakeMessage.Status.NOK));
    assertThat(ends).allSatisfy(end -> assertRefused(end, Handshake.Refusal.SIMULTANEOUS, ""));
  }

  @Test
  void theAcceptingNodeNoticesAnotherCookieFirst() throws ErlangProtocolException {
    InitiatorHandshake a = initiator("one");
    List<Handshake.Step> ends = talk(a, acceptor("other", HandshakeMessage.Status.OK));
    assertRefused(ends.get(1), Handshake.Refusal.COOKIE, "a@host has another cookie");
    assertThat(a.ifClosedNow()).contains("another cookie");
    assertThat(a.isCookieInDoubt()).isTrue();
  }

  @Test
  void theInitiatingNodeNoticesThatTheOtherDoesNotHaveTheCookie() throws ErlangProtocolException {
    InitiatorHandshake a = initiator("one");
    a.receive(body(HandshakeMessage.Status.OK));
    a.receive(body(new HandshakeMessage.Challenge(DistributionFlags.OURS, 7, 2000, B.toString())));
    Handshake.Step end = a.receive(body(new HandshakeMessage.Acknowledgement(new byte[16])));
    assertRefused(end, Handshake.Refusal.COOKIE, "b@host has another cookie");
  }

  @Test
  void aNodeOfAnotherNameAtTheAddressIsRefused() throws ErlangProtocolException {
    InitiatorHandshake a = initiator("c");
    a.receive(body(HandshakeMessage.Status.OK));
    Handshake.Step end =
        a.receive(body(new HandshakeMessage.Challenge(DistributionFlags.OURS, 7, 1, "x@host")));
    assertRefused(end, Handshake.Refusal.OTHER, "the node at the address of b@host is x@host");
  }

  @Test
  void aNodeThatIsTooOldIsToldSoAndNamesWhatItLacks() throws ErlangProtocolException {
    DistributionFlags old =
        new DistributionFlags(DistributionFlags.OURS.bits() & ~DistributionFlags.UNLINK_ID)
            .and(new DistributionFlags(~DistributionFlags.MANDATORY_25_DIGEST));
    Handshake.Step end =
        acceptor("c", HandshakeMessage.Status.OK)
            .receive(body(new HandshakeMessage.Name(old, 1, A.toString())));
    assertThat(end.messages()).containsExactly(HandshakeMessage.Status.NOT_ALLOWED);
    assertRefused(end, Handshake.Refusal.OTHER, "a@host cannot handle UNLINK_ID");
  }

  @Test
  void theHandshakeOfBeforeOtp23IsRefusedPolitely() throws ErlangProtocolException {
    Handshake.Step end =
        acceptor("c", HandshakeMessage.Status.OK)
            .receive(body(new HandshakeMessage.OldName(5, DistributionFlags.OURS, A.toString())));
    assertThat(end.messages()).containsExactly(HandshakeMessage.Status.NOT_ALLOWED);
    assertRefused(end, Handshake.Refusal.OTHER, "a@host speaks the handshake of before OTP 23");
  }

  @Test
  void aNodeWithOurNameIsRefused() throws ErlangProtocolException {
    Handshake.Step end =
        acceptor("c", HandshakeMessage.Status.OK)
            .receive(body(new HandshakeMessage.Name(DistributionFlags.OURS, 1, B.toString())));
    assertRefused(end, Handshake.Refusal.OTHER, "another node has this node's name");
  }

  @Test
  void aNodeWithoutANameIsRefused() throws ErlangProtocolException {
    DistributionFlags nameless =
        new DistributionFlags(DistributionFlags.OURS.bits() | DistributionFlags.NAME_ME);
    Handshake.Step end =
        acceptor("c", HandshakeMessage.Status.OK)
            .receive(body(new HandshakeMessage.Name(nameless, 1, "host")));
    assertRefused(end, Handshake.Refusal.OTHER, "wants to be given a name");
  }

  @Test
  void aNodeThatDoesNotAllowUsIsBelieved() throws ErlangProtocolException {
    Handshake.Step end = initiator("c").receive(body(HandshakeMessage.Status.NOT_ALLOWED));
    assertRefused(end, Handshake.Refusal.OTHER, "does not allow");
  }

  @Test
  void nothingIsTakenAfterTheEnd() throws ErlangProtocolException {
    InitiatorHandshake a = initiator("c");
    a.receive(body(HandshakeMessage.Status.NOK));
    assertThatThrownBy(() -> a.receive(body(HandshakeMessage.Status.OK)))
        .isInstanceOf(ErlangProtocolException.class);
  }

  @Property(tries = 3000)
  void nobodyGetsInWithoutTheCookie(@ForAll List<@Size(max = 60) byte[]> messages) {
    for (Handshake side : List.of(initiator("c"), acceptor("c", HandshakeMessage.Status.OK))) {
      try {
        for (byte[] message : messages) {
          assertThat(side.receive(ByteBuffer.wrap(message)))
              .isNotInstanceOf(Handshake.Step.Done.class);
        }
      } catch (ErlangProtocolException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static void assertRefused(Handshake.Step step, Handshake.Refusal refusal, String reason) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Handshake.Step.Refused.class,
            end -> {
              assertThat(end.refusal()).isEqualTo(refusal);
              assertThat(end.reason()).contains(reason);
            });
  }
}
