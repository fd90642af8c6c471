package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import java.nio.ByteBuffer;

/**
 * Whatever an Erlang peer sends is understood, or refused as a breach of the protocol; nothing else
 * comes of it. As an ordinary test it runs the inputs under {@code src/test/resources}; see the
 * profile {@code fuzz} in {@code adapter/pom.xml}.
 */
class ErlangFuzzTest {

  private static final NodeName SELF = NodeName.of("app@127.0.0.1");
  private static final NodeName PEER = NodeName.of("peer@127.0.0.1");
  private static final TermDecoder DECODER = new TermDecoder(DecodeLimits.DEFAULT);

  private static Handshake.Self self(NodeName name) {
    return new Handshake.Self(name, 77, "a good cookie", 5);
  }

  /** Messages with their lengths in two bytes; a message that is cut is left out. */
  private static void converse(Handshake handshake, byte[] bytes) {
    handshake.begin().forEach(HandshakeEncoder::encode);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      while (in.remaining() >= Short.BYTES) {
        int length = Math.min(in.getShort() & 0xFFFF, in.remaining());
        ByteBuffer message = in.slice(in.position(), length);
        in.position(in.position() + length);
        Handshake.Step step = handshake.receive(message);
        step.messages().forEach(HandshakeEncoder::encode);
        assertThat(handshake.ifClosedNow()).isNotEmpty();
        assertThat(handshake.peerInWords()).isNotEmpty();
        // Nobody can have guessed the cookie's digest.
        assertThat(step).isNotInstanceOf(Handshake.Step.Done.class);
        if (step instanceof Handshake.Step.Refused refused) {
          assertThat(refused.reason()).isNotEmpty();
          return;
        }
      }
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @FuzzTest
  void handshakeOfWhoConnects(byte[] bytes) {
    converse(
        new AcceptorHandshake(
            name -> self(SELF),
            name ->
                name.alive().length() % 2 == 0
                    ? HandshakeMessage.Status.ALIVE
                    : HandshakeMessage.Status.OK),
        bytes);
  }

  @FuzzTest
  void handshakeOfWhoIsConnectedTo(byte[] bytes) {
    converse(new InitiatorHandshake(self(SELF), PEER), bytes);
  }

  @FuzzTest
  void controlMessage(byte[] bytes) {
    try {
      Term term = DECODER.decode(bytes, 0, bytes.length, null);
      ControlMessage message = ControlDecoder.decode(term);
      assertThat(message.toString()).isNotEmpty();
    } catch (MalformedTermException | ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @FuzzTest
  void answerOfEpmd(byte[] bytes) {
    try {
      EpmdDecoder.found(ByteBuffer.wrap(bytes));
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      EpmdDecoder.names(ByteBuffer.wrap(bytes));
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      EpmdDecoder.registered(ByteBuffer.wrap(bytes));
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
