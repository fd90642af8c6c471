package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HandshakeBytesTest {

  private static final String DIGEST = "000102030405060708090a0b0c0d0e0f";

  private static byte[] array(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(array(hex));
  }

  /** The message without its length. */
  private static ByteBuffer body(HandshakeMessage message) {
    ByteBuffer encoded = HandshakeEncoder.encode(message);
    assertThat(encoded.getShort()).isEqualTo((short) encoded.remaining());
    return encoded;
  }

  @Test
  void ourFlagsAreThoseOfAHiddenNodeThatHandlesFragmentsAndAliases() {
    assertThat(DistributionFlags.OURS).hasToString("0xC07CF4FBC");
    assertThat(DistributionFlags.MANDATORY).hasToString("0x403070F94");
  }

  @Test
  void aNodeSaysWhoItIs() throws ErlangProtocolException {
    HandshakeMessage.Name name =
        new HandshakeMessage.Name(new DistributionFlags(0x403070F94L), 0x89abcdefL, "a@b");
    assertThat(body(name)).isEqualTo(bytes("4e 0000000403070f94 89abcdef 0003 614062"));
    assertThat(HandshakeDecoder.name(body(name))).isEqualTo(name);
  }

  @Test
  void whatFollowsANameIsOfLaterVersions() throws ErlangProtocolException {
    assertThat(HandshakeDecoder.name(bytes("4e 0000000403070f94 00000007 0003 614062 ffff")))
        .isEqualTo(new HandshakeMessage.Name(new DistributionFlags(0x403070F94L), 7, "a@b"));
  }

  @Test
  void theDigestBitStandsForAllThatOtp25Demands() throws ErlangProtocolException {
    HandshakeMessage.Name name =
        (HandshakeMessage.Name)
            HandshakeDecoder.name(bytes("4e 0000000406000000 00000007 0003 614062"));
    assertThat(name.flags().missing()).isEmpty();
  }

  @Test
  void aNodeOfBeforeOtp23SaysWhoItIs() throws ErlangProtocolException {
    assertThat(HandshakeDecoder.name(bytes("6e 0005 01070f94 614062")))
        .isEqualTo(new HandshakeMessage.OldName(5, new DistributionFlags(0x01070f94L), "a@b"));
  }

  @Test
  void aStatusIsItsText() throws ErlangProtocolException {
    assertThat(body(HandshakeMessage.Status.OK_SIMULTANEOUS))
        .isEqualTo(bytes("73 6f6b5f73696d756c74616e656f7573"));
    assertThat(HandshakeDecoder.status(bytes("73 616c697665")))
        .isEqualTo(HandshakeMessage.Status.ALIVE);
  }

  @Test
  void aNodeChallengesTheOther() throws ErlangProtocolException {
    HandshakeMessage.Challenge challenge =
        new HandshakeMessage.Challenge(new DistributionFlags(0x24), 0x80000001, 9, "a@b");
    assertThat(body(challenge))
        .isEqualTo(bytes("4e 0000000000000024 80000001 00000009 0003 614062"));
    assertThat(HandshakeDecoder.challenge(body(challenge))).isEqualTo(challenge);
  }

  @Test
  void aNodeRepliesToAChallengeWithADigestAndAChallengeOfItsOwn() throws ErlangProtocolException {
    ByteBuffer reply = body(new HandshakeMessage.Reply(0xFFFF_FFFE, array(DIGEST)));
    assertThat(reply).isEqualTo(bytes("72 fffffffe " + DIGEST));
    HandshakeMessage.Reply read = HandshakeDecoder.reply(reply);
    assertThat(read.challenge()).isEqualTo(-2);
    assertThat(read.digest()).isEqualTo(array(DIGEST));
  }

  @Test
  void aReplyIsAcknowledgedWithADigest() throws ErlangProtocolException {
    ByteBuffer acknowledgement = body(new HandshakeMessage.Acknowledgement(array(DIGEST)));
    assertThat(acknowledgement).isEqualTo(bytes("61 " + DIGEST));
    assertThat(HandshakeDecoder.acknowledgement(acknowledgement).digest()).isEqualTo(array(DIGEST));
  }

  @Test
  void theDigestIsThatOfTheCookieAndTheChallengeInDecimalDigits() {
    // erlang:md5("secret" ++ "4294967295")
    assertThat(CookieDigest.of("secret", -1)).isEqualTo(array("5dfd181e69aa587cc812eb333e6536b6"));
    assertThat(CookieDigest.isRight(CookieDigest.of("secret", 5), "secret", 5)).isTrue();
    assertThat(CookieDigest.isRight(CookieDigest.of("secret", 5), "other", 5)).isFalse();
  }

  @Test
  void aMessageThatEndsTooEarlyIsRefused() {
    assertThatThrownBy(() -> HandshakeDecoder.name(bytes("4e 0000000403070f94 89abcdef 0009 61")))
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining("too early");
  }

  @Property(tries = 5000)
  @SuppressWarnings("CheckReturnValue")
  void whateverComesIsReadOrRefused(@ForAll byte[] message) {
    refusedAtMost(() -> HandshakeDecoder.name(ByteBuffer.wrap(message)));
    refusedAtMost(() -> HandshakeDecoder.status(ByteBuffer.wrap(message)));
    refusedAtMost(() -> HandshakeDecoder.challenge(ByteBuffer.wrap(message)));
    refusedAtMost(() -> HandshakeDecoder.reply(ByteBuffer.wrap(message)));
    refusedAtMost(() -> HandshakeDecoder.acknowledgement(ByteBuffer.wrap(message)));
  }

  /** Reads something. */
  private interface Reading {
    void read() throws ErlangProtocolException;
  }

  private static void refusedAtMost(Reading reading) {
    try {
      reading.read();
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
