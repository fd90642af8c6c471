/**
 * The native protocol on the wire: layouts, encoder and decoder of its frames.
 *
 * <p>A frame is a 4-byte big-endian length and a body, whose first byte is the type; 131 is never a
 * type, so that terms of the Erlang teleport library can share the port.
 *
 * <p><strong>Handshake</strong>, on every socket: the initiator's {@code HELLO} and the acceptor's
 * {@code CHALLENGE} say who they are, what they take, and which socket of which pool this is, with
 * a nonce each. {@code PROOF} and {@code WELCOME} show that both know the cookie ({@link
 * io.teleport.engine.frame.CookieProof}). {@code REFUSAL} says why not.
 *
 * <p><strong>Messages.</strong> A {@code MESSAGE} is whole. A large message is announced with
 * {@code OPEN}, on the control lane; the receiver reserves memory and says {@code ALLOW} what it
 * has and how far the sender may go; then come {@code FRAGMENT}s on one bulk socket, of which
 * several messages may share it. {@code ABORT} is the sender's way out of a large message, {@code
 * REJECT} the receiver's refusal of any.
 *
 * <p><strong>Control.</strong> {@code CREDIT} gives a sender room for a destination, counted from
 * the begin so that a lost one does no harm, {@code RECEIPT} confirms messages by their numbers,
 * {@code PING} and {@code PONG} make a round trip, {@code TICK} shows life, {@code GOODBYE}
 * announces the end. {@code CLOSE} and {@code CLOSED} end the account of a destination that nothing
 * goes to any more.
 *
 * <p><strong>When the sockets are others than before.</strong> {@code BEGIN} says that the sender
 * uses this pool from here on, {@code RESUME} that the receiver has said all it has: credits and
 * receipts come before it. Both name the association, so that either side notices if the other has
 * forgotten. {@code SETTLED} says which refusals the receiver need not remember.
 *
 * <p>Every decoder has limits, and what exceeds them is a {@link
 * io.teleport.engine.frame.ProtocolViolationException}, which ends the connection.
 */
package io.teleport.engine.frame;
