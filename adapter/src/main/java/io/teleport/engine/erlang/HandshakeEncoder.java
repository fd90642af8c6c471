package io.teleport.engine.erlang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes handshake messages, with their lengths: in 16 bits, over TLS in 32. */
final class HandshakeEncoder {

  private HandshakeEncoder() {}

  /** Writes a message. */
  static ByteBuffer encode(HandshakeMessage message) {
    if (message instanceof HandshakeMessage.Name name) {
      byte[] text = utf8(name.name());
      return message(15 + text.length)
          .put(HandshakeLayout.NAME)
          .putLong(name.flags().bits())
          .putInt((int) name.creation())
          .putShort((short) text.length)
          .put(text)
          .flip();
    } else if (message instanceof HandshakeMessage.OldName old) {
      byte[] text = utf8(old.name());
      return message(7 + text.length)
          .put(HandshakeLayout.OLD_NAME)
          .putShort((short) old.version())
          .putInt((int) old.flags().bits())
          .put(text)
          .flip();
    } else if (message instanceof HandshakeMessage.Status status) {
      byte[] text = utf8(status.text());
      return message(1 + text.length).put(HandshakeLayout.STATUS).put(text).flip();
    } else if (message instanceof HandshakeMessage.Challenge challenge) {
      byte[] text = utf8(challenge.name());
      return message(19 + text.length)
          .put(HandshakeLayout.NAME)
          .putLong(challenge.flags().bits())
          .putInt(challenge.challenge())
          .putInt((int) challenge.creation())
          .putShort((short) text.length)
          .put(text)
          .flip();
    } else if (message instanceof HandshakeMessage.Reply reply) {
      return message(1 + Integer.BYTES + HandshakeLayout.DIGEST)
          .put(HandshakeLayout.REPLY)
          .putInt(reply.challenge())
          .put(reply.digest())
          .flip();
    }
    return message(1 + HandshakeLayout.DIGEST)
        .put(HandshakeLayout.ACKNOWLEDGEMENT)
        .put(((HandshakeMessage.Acknowledgement) message).digest())
        .flip();
  }

  /** Writes a message for a connection with TLS. */
  static ByteBuffer encodeOverTls(HandshakeMessage message) {
    ByteBuffer shorter = encode(message);
    return ByteBuffer.allocate(Short.BYTES + shorter.remaining())
        .putShort((short) 0)
        .put(shorter)
        .flip();
  }

  private static ByteBuffer message(int length) {
    return ByteBuffer.allocate(Short.BYTES + length).putShort((short) length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
