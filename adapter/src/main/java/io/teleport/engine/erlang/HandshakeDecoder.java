package io.teleport.engine.erlang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads handshake messages, without their lengths. What a message is follows from where it stands:
 * names and challenges have the same tag.
 */
final class HandshakeDecoder {

  private static final int OLD_VERSION = 5;

  private HandshakeDecoder() {}

  /**
   * Reads how A says who it is.
   *
   * @return a {@link HandshakeMessage.Name} or {@link HandshakeMessage.OldName}
   */
  static HandshakeMessage name(ByteBuffer in) throws ErlangProtocolException {
    int tag = tag(in);
    if (tag == HandshakeLayout.OLD_NAME) {
      need(in, Short.BYTES + Integer.BYTES);
      int version = in.getShort() & 0xFFFF;
      long flags = in.getInt() & 0xFFFF_FFFFL;
      if (version < OLD_VERSION) {
        throw new ErlangProtocolException("a handshake of version " + version);
      }
      return new HandshakeMessage.OldName(
          version, new DistributionFlags(flags).expanded(), text(in, in.remaining()));
    }
    expect(tag, HandshakeLayout.NAME);
    need(in, Long.BYTES + Integer.BYTES + Short.BYTES);
    DistributionFlags flags = new DistributionFlags(in.getLong()).expanded();
    long creation = in.getInt() & 0xFFFF_FFFFL;
    // What follows the name is of later versions.
    return new HandshakeMessage.Name(flags, creation, text(in, in.getShort() & 0xFFFF));
  }

  /** Reads a status, or the answer to one. */
  static HandshakeMessage.Status status(ByteBuffer in) throws ErlangProtocolException {
    expect(tag(in), HandshakeLayout.STATUS);
    return new HandshakeMessage.Status(text(in, in.remaining()));
  }

  /** Reads how B says who it is. */
  static HandshakeMessage.Challenge challenge(ByteBuffer in) throws ErlangProtocolException {
    int tag = tag(in);
    if (tag == HandshakeLayout.OLD_NAME) {
      throw new ErlangProtocolException(
          "the node speaks only the handshake of before OTP 23; this node needs OTP 25 or later");
    }
    expect(tag, HandshakeLayout.NAME);
    need(in, Long.BYTES + 2 * Integer.BYTES + Short.BYTES);
    DistributionFlags flags = new DistributionFlags(in.getLong()).expanded();
    int challenge = in.getInt();
    long creation = in.getInt() & 0xFFFF_FFFFL;
    return new HandshakeMessage.Challenge(
        flags, challenge, creation, text(in, in.getShort() & 0xFFFF));
  }

  /** Reads the reply to a challenge. */
  static HandshakeMessage.Reply reply(ByteBuffer in) throws ErlangProtocolException {
    expect(tag(in), HandshakeLayout.REPLY);
    need(in, Integer.BYTES);
    return new HandshakeMessage.Reply(in.getInt(), digest(in));
  }

  /** Reads the acknowledgement of a reply. */
  static HandshakeMessage.Acknowledgement acknowledgement(ByteBuffer in)
      throws ErlangProtocolException {
    expect(tag(in), HandshakeLayout.ACKNOWLEDGEMENT);
    return new HandshakeMessage.Acknowledgement(digest(in));
  }

  private static byte[] digest(ByteBuffer in) throws ErlangProtocolException {
    need(in, HandshakeLayout.DIGEST);
    byte[] digest = new byte[HandshakeLayout.DIGEST];
    in.get(digest);
    return digest;
  }

  private static int tag(ByteBuffer in) throws ErlangProtocolException {
    need(in, 1);
    return in.get();
  }

  private static void expect(int tag, byte expected) throws ErlangProtocolException {
    if (tag != expected) {
      throw new ErlangProtocolException(
          "a handshake message with tag %d where %d has to be".formatted(tag, expected));
    }
  }

  private static String text(ByteBuffer in, int length) throws ErlangProtocolException {
    need(in, length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void need(ByteBuffer in, int count) throws ErlangProtocolException {
    if (in.remaining() < count) {
      throw new ErlangProtocolException("a handshake message ends too early");
    }
  }
}
