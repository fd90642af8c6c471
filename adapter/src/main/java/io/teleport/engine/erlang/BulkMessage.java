package io.teleport.engine.erlang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message for a socket of the Erlang teleport library.
 *
 * @param destination the encoded name or process that it goes to, without a version
 * @param message the same as it would go by the distribution protocol
 */
record BulkMessage(byte[] destination, OutgoingMessage message) {

  /** The longest packet that Erlang's {@code {packet, 4}} takes. */
  private static final long MAX_PACKET = Integer.MAX_VALUE;

  private static final byte[] SEND = "send".getBytes(StandardCharsets.US_ASCII);
  private static final byte SMALL_TUPLE = 104;
  private static final byte SMALL_ATOM = 119;
  private static final byte ELEMENTS = 3;

  /** Returns the length of its packet. */
  private long length() {
    return 3 + 2 + SEND.length + destination.length + message.payloadLength();
  }

  /** Returns whether it fits into a packet. */
  boolean fits() {
    return length() <= MAX_PACKET;
  }

  /** Returns what comes before its content: the label, the destination, and its prefix. */
  ByteBuffer header() {
    int length = (int) (length() - message.payloadLength()) + message.prefix().length;
    ByteBuffer out = ByteBuffer.allocate(PacketLayout.LENGTH + length);
    out.putInt((int) length());
    out.put(PacketLayout.VERSION).put(SMALL_TUPLE).put(ELEMENTS);
    out.put(SMALL_ATOM).put((byte) SEND.length).put(SEND);
    return out.put(destination).put(message.prefix()).flip();
  }
}
