package io.teleport.engine.erlang;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes packets and the headers of fragments, in the form that both nodes agreed on. Safe for use
 * by any thread.
 */
final class PacketEncoder {

  private final boolean hasHeaders;

  /** Creates an encoder for a connection. */
  PacketEncoder(DistributionFlags agreed) {
    this.hasHeaders = agreed.has(DistributionFlags.FRAGMENTS);
  }

  /** Returns whether a message may go in fragments. */
  boolean canFragment() {
    return hasHeaders;
  }

  /** Returns whether a message can leave: where it may not go in fragments it is one packet. */
  boolean fits(OutgoingMessage message) {
    return hasHeaders || length(message) <= Integer.MAX_VALUE;
  }

  /** Returns how many bytes a message has as one packet, without the packet's length. */
  long length(OutgoingMessage message) {
    long payload = message.payloadLength();
    if (hasHeaders) {
      return PacketLayout.WHOLE_HEADER + message.control().length - 1 + payload;
    }
    return 1 + message.control().length + (message.hasPayload() ? 1 + payload : 0);
  }

  /** Writes what comes before the content if the message is one packet. */
  ByteBuffer wholeHeader(OutgoingMessage message) {
    byte[] control = message.control();
    int length = PacketLayout.WHOLE_HEADER + control.length + 1 + message.prefix().length;
    ByteBuffer out = ByteBuffer.allocate(PacketLayout.LENGTH + length);
    out.putInt(Math.toIntExact(length(message)));
    if (hasHeaders) {
      out.put(PacketLayout.VERSION).put(PacketLayout.WHOLE).put((byte) 0);
      out.put(control, 1, control.length - 1);
    } else {
      out.put(PacketLayout.PASS_THROUGH).put(control);
      if (message.hasPayload()) {
        out.put(PacketLayout.VERSION);
      }
    }
    return out.put(message.prefix()).flip();
  }

  /**
   * Writes a message as one packet.
   *
   * @throws IOException if a file that the message refers to cannot be read
   */
  byte[] whole(OutgoingMessage message) throws IOException {
    ByteBuffer header = wholeHeader(message);
    ByteBuffer out = ByteBuffer.allocate(PacketLayout.LENGTH + Math.toIntExact(length(message)));
    out.put(header);
    if (message.hasPayload()) {
      List<ByteBuffer> parts = new ArrayList<>();
      GatherCursor cursor = content(message);
      cursor.next(cursor.remaining(), parts);
      parts.forEach(out::put);
    }
    return out.array();
  }

  /** Returns the bytes of a message's content, without its version. */
  static GatherCursor content(OutgoingMessage message) {
    int skip = message.content().headroom() + 1;
    return new GatherCursor(message.content(), skip, message.supply());
  }

  /** Returns how many fragments a message has. */
  static long fragments(OutgoingMessage message) {
    return Math.max(
        1, (message.payloadLength() + PacketLayout.FRAGMENT - 1) / PacketLayout.FRAGMENT);
  }

  /**
   * Writes what comes before the content in the first fragment.
   *
   * @param sequence tells apart the messages that are under way
   * @param fragments how many fragments there are
   * @param payload how much of the payload, the prefix included, is in this one
   */
  static ByteBuffer firstHeader(
      OutgoingMessage message, long sequence, long fragments, int payload) {
    byte[] control = message.control();
    byte[] prefix = message.prefix();
    int header = PacketLayout.FIRST_HEADER + control.length - 1;
    ByteBuffer out = ByteBuffer.allocate(PacketLayout.LENGTH + header + prefix.length);
    out.putInt(header + payload);
    out.put(PacketLayout.VERSION).put(PacketLayout.FIRST_FRAGMENT);
    out.putLong(sequence).putLong(fragments).put((byte) 0);
    out.put(control, 1, control.length - 1);
    return out.put(prefix).flip();
  }

  /**
   * Writes what comes before the content in a later fragment.
   *
   * @param number counts down to 1
   */
  static ByteBuffer nextHeader(long sequence, long number, int payload) {
    ByteBuffer out = ByteBuffer.allocate(PacketLayout.LENGTH + PacketLayout.NEXT_HEADER);
    out.putInt(PacketLayout.NEXT_HEADER + payload);
    out.put(PacketLayout.VERSION).put(PacketLayout.NEXT_FRAGMENT);
    return out.putLong(sequence).putLong(number).flip();
  }
}
