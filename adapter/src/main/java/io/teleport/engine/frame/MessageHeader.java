package io.teleport.engine.frame;

/**
 * What stands before the payload of a message.
 *
 * @param number the message's number in its session, from 1
 * @param kind what the sender did
 * @param correlation tells the calls of a node apart; 0 if nobody waits
 * @param destination where it goes
 */
public record MessageHeader(
    long number, MessageKind kind, long correlation, Destination destination) {}
