package io.teleport.engine.frame;

/**
 * What stands before the payload of a message.
 *
 * @param number the message's number among those of its sender's node, from 1; 0 if nobody keeps it
 *     until it is confirmed
 * @param kind what the sender did
 * @param correlation tells the calls of a node apart; 0 if nobody waits
 * @param destination where it goes
 * @param place its place among others; null if order does not matter
 */
public record MessageHeader(
    long number, MessageKind kind, long correlation, Destination destination, Place place) {

  /** The header of a message whose place among others does not matter. */
  public MessageHeader(long number, MessageKind kind, long correlation, Destination destination) {
    this(number, kind, correlation, destination, null);
  }
}
