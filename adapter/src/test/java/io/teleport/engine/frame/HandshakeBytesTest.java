package io.teleport.engine.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the frames of the handshake look like on the wire, byte for byte. */
class HandshakeBytesTest {

  private static final byte[] NONCE = bytes(0x40);
  private static final NodeHello NODE =
      new NodeHello(
          "a@b",
          0x0102030405060708L,
          7420,
          new NodeHello.Limits(65536, 1 << 20, 1 << 25, 1 << 22),
          NONCE);
  private static final PoolHello POOL = new PoolHello(0x1112131415161718L, Lane.BULK, 1, 2, "c@d");

  private static final String MAGIC_AND_VERSION = "544c5054 0001";
  private static final String NODE_BYTES =
      "0102030405060708 1cfc 00010000 00100000 0000000002000000 00400000"
          + HexFormat.of().formatHex(NONCE)
          + "0003 614062";

  @Test
  void aHelloHasTheNodeAndThePool() throws Exception {
    byte[] frame = HandshakeCodec.hello(NODE, POOL);

    check(frame, "01" + MAGIC_AND_VERSION + NODE_BYTES + "1112131415161718 02 01 02 0003 634064");
    HandshakeFrame.Hello hello = (HandshakeFrame.Hello) decode(frame);
    assertThat(hello.pool()).isEqualTo(POOL);
    assertThat(hello.node()).usingRecursiveComparison().isEqualTo(NODE);
  }

  @Test
  void aChallengeHasTheNode() throws Exception {
    byte[] frame = HandshakeCodec.challenge(NODE);

    check(frame, "02" + MAGIC_AND_VERSION + NODE_BYTES);
    assertThat(((HandshakeFrame.Challenge) decode(frame)).node())
        .usingRecursiveComparison()
        .isEqualTo(NODE);
  }

  @Test
  void aProofIsAProof() throws Exception {
    byte[] frame = HandshakeCodec.proof(bytes(1));

    check(frame, "03" + HexFormat.of().formatHex(bytes(1)));
    assertThat(((HandshakeFrame.Proof) decode(frame)).proof()).isEqualTo(bytes(1));
  }

  @Test
  void aWelcomeIsAProof() throws Exception {
    byte[] frame = HandshakeCodec.welcome(bytes(2));

    check(frame, "04" + HexFormat.of().formatHex(bytes(2)));
    assertThat(((HandshakeFrame.Welcome) decode(frame)).proof()).isEqualTo(bytes(2));
  }

  @Test
  void aRefusalHasTheVersionTooAndIsUnderstoodWhateverItIs() throws Exception {
    byte[] frame = HandshakeCodec.refusal(RefusalCode.NAME_CLASH, "no");

    check(frame, "05" + MAGIC_AND_VERSION + "03 0002 6e6f");
    frame[10] = 9;
    assertThat(decode(frame)).isEqualTo(new HandshakeFrame.Refusal(RefusalCode.NAME_CLASH, "no"));
  }

  @Test
  void anotherVersionIsNoViolationButAMismatch() {
    byte[] frame = HandshakeCodec.challenge(NODE);
    frame[10] = 2;

    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(VersionMismatchException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("version 1");
  }

  @Test
  void theBytesAfterTheVersionMayBeAnythingInAnotherVersion() {
    byte[] frame = new byte[12];
    System.arraycopy(HandshakeCodec.challenge(NODE), 0, frame, 0, 9);
    frame[10] = 2;

    assertThatThrownBy(() -> decode(frame)).isInstanceOf(VersionMismatchException.class);
  }

  @Test
  void anotherMagicIsAViolation() {
    byte[] frame = HandshakeCodec.challenge(NODE);
    frame[5] = 'X';

    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("0x584c5054");
  }

  @Test
  void aSocketThatThePoolDoesNotHaveIsAViolation() {
    assertThatThrownBy(
            () -> decode(HandshakeCodec.hello(NODE, new PoolHello(1, Lane.BULK, 2, 2, "c@d"))))
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining("socket 2 of lane BULK of a pool with 2 bulk sockets");
    assertThatThrownBy(
            () -> decode(HandshakeCodec.hello(NODE, new PoolHello(1, Lane.SMALL, 1, 2, "c@d"))))
        .isInstanceOf(ProtocolViolationException.class);
    assertThatThrownBy(
            () -> decode(HandshakeCodec.hello(NODE, new PoolHello(1, Lane.CONTROL, 0, 0, "c@d"))))
        .isInstanceOf(ProtocolViolationException.class);
  }

  private static void check(byte[] frame, String body) {
    String hex = body.replace(" ", "");
    assertThat(HexFormat.of().formatHex(frame)).isEqualTo("%08x".formatted(hex.length() / 2) + hex);
  }

  private static HandshakeFrame decode(byte[] frame) throws Exception {
    return HandshakeCodec.decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
  }

  private static byte[] bytes(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
