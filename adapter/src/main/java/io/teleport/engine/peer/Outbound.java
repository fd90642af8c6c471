package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;

/**
 * A message that is to be sent.
 *
 * @param kind what the sender does
 * @param correlation tells the calls of the node apart; 0 if nobody waits
 * @param destination where it goes on the other node
 * @param payload its encoded term, with headroom for the frame's header
 * @param outcome learns what becomes of it
 * @param passage how it travels
 */
public record Outbound(
    MessageKind kind,
    long correlation,
    Destination destination,
    GatherList payload,
    Outcome outcome,
    Passage passage) {}
