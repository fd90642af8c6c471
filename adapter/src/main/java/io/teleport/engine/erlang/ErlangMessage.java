package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;

/**
 * A message that arrived from an Erlang node. Whoever it was handed to owns it: it releases the
 * payload, and calls {@code onDone} then.
 *
 * @param sender the node
 * @param kind what the sender did
 * @param payload what it said, without what OTP puts around it
 * @param caller who waits for an answer; null if nobody does
 * @param onDone gives its room back to the sender
 */
public record ErlangMessage(
    NodeName sender,
    MessageKind kind,
    ReceivedPayload payload,
    ErlangCaller caller,
    Runnable onDone) {}
