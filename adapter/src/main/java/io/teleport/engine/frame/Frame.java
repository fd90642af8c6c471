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
   * How much the receiver takes for a destination, counted from the begin of the association: so
   * that a credit which is lost is made up for by the next one.
   *
   * @param destination where the messages go
   * @param isBestEffort whether it is for messages without number, which are counted apart
   * @param granted how much it takes altogether, in bytes of frames
   * @param arrived how much has arrived of what has no number; -1 if that is not told
   */
  record Credit(Destination destination, boolean isBestEffort, long granted, long arrived)
      implements Frame {}

  /**
   * The peer sends its messages on this pool of sockets from here on: the one that it used before
   * is dead. It waits for a {@link Resume} before it does.
   *
   * @param association tells the numbers of this sender from those it gave before it forgot them
   * @param settled all messages with a number below are done with
   */
  record Begin(long association, long settled) implements Frame {}

  /**
   * The receiver has told, in receipts and credits before this on the same socket, all that it has;
   * what it has not confirmed is to be sent again.
   *
   * @param association tells this receiver from one that has forgotten what it had
   */
  record Resume(long association) implements Frame {}

  /**
   * The sender has had nothing for a destination for a while, and all its credit back: both sides
   * may forget what they counted, and begin at zero if there is something again. Until {@link
   * Closed} comes the sender sends nothing there.
   *
   * @param isBestEffort whether it is about messages without number
   */
  record Close(Destination destination, boolean isBestEffort) implements Frame {}

  /** The receiver has forgotten what it counted. */
  record Closed(Destination destination, boolean isBestEffort) implements Frame {}

  /**
   * The receiver may forget what became of old messages.
   *
   * @param below all messages with a number below are done with
   * @param refused first and last number of each run of messages whose refusal is known besides,
   *     alternating
   */
  record Settled(long below, long[] refused) implements Frame {}

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
   * @param flags what else the receiver is to know
   * @param envelope the envelope, if it is not among the fragments; else empty
   * @param cost bytes that it counts against the destination's credit
   */
  record Open(
      MessageHeader header,
      long envelopeLength,
      long tailLength,
      OpenFlags flags,
      ByteBuffer envelope,
      int cost)
      implements Frame {}

  /**
   * The receiver has room for a large message.
   *
   * @param number the message's
   * @param received how many bytes of its fragments, counted from its begin, the receiver has
   * @param upTo how many bytes, counted likewise, may be sent
   */
  record Allow(long number, long received, long upTo) implements Frame {}

  /**
   * The sender cannot finish a large message.
   *
   * @param number the message's
   * @param after the number of the message before it on its strand; 0 if it is the first, or on
   *     none
   * @param destination where it goes
   * @param cost bytes that it counts against the destination's credit
   * @param reason for the log and for who reads the stream
   */
  record Abort(long number, long after, Destination destination, int cost, String reason)
      implements Frame {}

  /**
   * The receiver does not take a message.
   *
   * @param number the message's
   * @param code why
   * @param detail what an operator wants to know
   */
  record Reject(long number, RejectCode code, String detail) implements Frame {}
}
