/**
 * Remote nodes: handshakes, pools of sockets, and what is under way on them.
 *
 * <p>A {@link io.teleport.engine.peer.Peers} has a {@code Peer} for every remote node, and that has
 * {@code Session}s: one complete pool of sockets to one incarnation of the node. A session that is
 * still being put together is in no table from which senders take it.
 *
 * <p><strong>The way out.</strong> {@code Sender} takes room in the send queue ({@code
 * SendBudget}), gives the message a number, and keeps it until its receipt comes. The credit of the
 * destination ({@code OutboundAccount}) lets it go: small messages into the frame queue of the
 * small lane, large ones as an announcement into that of the control lane. When the receiver allows
 * a large message ({@code BulkSend}), it takes turns with others at one bulk socket ({@code
 * BulkWriter}), to which only the loop of large messages writes: no small message waits for that.
 *
 * <p><strong>The way in.</strong> {@code Receiver} finds out where a message goes. Small ones are
 * copied to the heap. For large ones memory is reserved first ({@code WholeReceive}: at the gate of
 * the destination, then in the pool), or, if they are too large to be held, when their listener
 * begins to read ({@code StreamReceive}). {@code BulkReader} reads fragments straight into it.
 *
 * <p><strong>The end of a session</strong> is the end of all its sockets. Everything that was not
 * confirmed then has a definite outcome: lost, and whether it may have been delivered. There is no
 * replay yet.
 *
 * <p>Loops never block here: only threads that send wait, for a pool or for room in the queue.
 */
package io.teleport.engine.peer;
