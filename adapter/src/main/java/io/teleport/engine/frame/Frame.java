package io.teleport.engine.frame;

import java.nio.ByteBuffer;

/**
 * A frame that was read, other than those of the handshake and {@link FragmentLayout fragments}.
 */
public sealed interface Frame {

  /** The peer lives. */
  record Tick() implements Frame {}

  /**
   * Asks for a {@link Pong} on the same socket.
   *
   * @param nonce comes back
   */
  record Ping(long nonce) implements Frame {}

  /**
   * Answers a {@link Ping}.
   *
   * @param nonce that of the ping
   */
  record Pong(long nonce) implements Frame {}

  /**
   * The receiver has room for more messages to a destination.
   *
   * @param destination where they go
   * @param bytes how much more, in bytes of frames
   */
  record Credit(Destination destination, long bytes) implements Frame {}

  /**
   * The receiver has these messages.
   *
   * @param ranges first and last number of each run, alternating
   */
  record Receipt(long[] ranges) implements Frame {}

  /**
   * The peer sends nothing more and is about to close.
   *
   * @param reason for the log
   */
  record Goodbye(String reason) implements Frame {}

  /**
   * A whole message.
   *
   * @param header what it is
   * @param payload its encoded term; a view that is valid until the frame was handled
   * @param cost bytes that it counts against the destination's credit
   */
  record Message(MessageHeader header, ByteBuffer payload, int cost) implements Frame {}

  /**
   * Announces a large message, whose bytes come as fragments as soon as the receiver allows.
   *
   * @param header what it is
   * @param envelopeLength bytes of the encoded term before its tail
   * @param tailLength bytes of the tail; -1 if the sender does not know
   * @param isPassedOn whether the message holds memory that the sender received it in
   * @param envelope the envelope, if it is not among the fragments; else empty
   * @param cost bytes that it counts against the destination's credit
   */
  record Open(
      MessageHeader header,
      long envelopeLength,
      long tailLength,
      boolean isPassedOn,
      ByteBuffer envelope,
      int cost)
      implements Frame {}

  /**
   * The receiver has room for a large message.
   *
   * @param number the message's
   * @param upTo how many bytes of its fragments, counted from its begin, may be sent
   */
  record Allow(long number, long upTo) implements Frame {}

  /**
   * The sender cannot finish a large message.
   *
   * @param number the message's
   * @param reason for the log and for who reads the stream
   */
  record Abort(long number, String reason) implements Frame {}

  /**
   * The receiver does not take a message.
   *
   * @param number the message's
   * @param code why
   * @param detail what an operator wants to know
   */
  record Reject(long number, RejectCode code, String detail) implements Frame {}
}
