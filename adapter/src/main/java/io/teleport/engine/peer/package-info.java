/**
 * Remote nodes: handshakes, pools of sockets, and what is under way on them.
 *
 * <p>A {@link io.teleport.engine.peer.Peers} has a {@code Peer} for every remote node, and that has
 * an {@code Association} with its present incarnation: what is under way in both directions. An
 * association has {@code Pool}s, in fact {@code Session}s: one complete pool of sockets each, which
 * come and go. A pool that is still being put together is not used for sending.
 *
 * <p><strong>The way out.</strong> {@code Sender} takes room in the send queue ({@code
 * SendBudget}); {@code Departures} gives the message a number, and keeps it until its receipt
 * comes. The credit of the destination ({@code OutboundAccount}) lets it go, in the order of the
 * numbers, so that the receiver keeps account of them as one run: small messages into the frame
 * queue of the small lane, large ones as an announcement into that of the control lane. When the
 * receiver allows a large message ({@code BulkSend}), it takes turns with others at one bulk socket
 * ({@code BulkWriter}), to which only the loop of large messages writes: no small message waits for
 * that.
 *
 * <p><strong>The way in.</strong> {@code Receiver} finds out where a message goes, {@code Delivery}
 * hands it on, {@code Feedback} tells its sender what became of it. Small ones are copied to the
 * heap. For large ones ({@code LargeArrivals}) memory is reserved first ({@code WholeReceive}: at
 * the gate of the destination, then in the pool), or, if they are too large to be held, when their
 * listener begins to read ({@code StreamReceive}). {@code BulkReader} reads fragments straight into
 * it.
 *
 * <p><strong>When sockets are lost.</strong> A pool lives and dies as a whole: when one socket is
 * lost all are closed. That is simpler than a socket that is replaced alone, and all the more
 * certain: there is one moment after which nothing moves on the old sockets, on either side, so
 * what the receiver says then is final for all lanes at once, and there is one way to go on, which
 * every test of a fault tests. The price is that the other sockets' bytes under way travel again:
 * small messages without a receipt (those of the last milliseconds), and of large ones what was in
 * the sockets' buffers, as they go on where they were cut; and that nothing moves for some seven
 * round trips (three for the control socket, three for all others together, one for BEGIN and
 * RESUME). What is sent with best effort, and is in a socket then, is lost.
 *
 * <p>{@code Departures} keeps every message until its receipt ({@code Unconfirmed}), {@code
 * Feedback} knows the numbers that it has had ({@code Arrivals}). What is still unconfirmed in the
 * end may have been delivered if it was handed to a socket ({@code SmallSend}, {@code BulkSend}:
 * {@code written}), else it certainly was not. The states of an association, as a sender:
 *
 * <pre>
 *   no carrier    --(a pool is complete)-->       beginning     sends BEGIN
 *   beginning     --(RESUME)-->                   carrying      sends all again that has no receipt
 *   beginning, carrying --(the pool is lost)-->   no carrier    another pool, or an outage
 *   outage        --(a pool is complete)-->       beginning
 *   outage        --(the connection is refused)-> refused       requests are taken back
 *   refused       --(a pool is complete)-->       beginning
 *   outage, refused --(retention is over)-->      over          all outcomes are told
 *   any           --(goodbye, another incarnation, broken protocol)--> over
 * </pre>
 *
 * <p>and as a receiver:
 *
 * <pre>
 *   any feedback  --(BEGIN on another pool)-->    closing       ends its side of the former pool
 *   closing       --(nothing moves there)-->      feedback      sends credits, receipts, RESUME
 * </pre>
 *
 * <p>An outage is <em>refused</em> if the host refuses the connection at an address where this node
 * has reached the other one before ({@code Outage}), be it only to see that it can ({@code
 * AddressCheck}, when the other one has opened the pool): nobody listens there any more, so the
 * process is most probably gone. Calls fail then, for their callers are better told at once; a
 * request that may have arrived may have been served. All else waits, as a proxy or a firewall may
 * refuse, too.
 *
 * <p><strong>Accounts come and go</strong>, so that what is kept for names, and told when another
 * pool is used, is bounded by the names in use. Every few seconds the receiver gives what it still
 * owes to an account that nothing arrives for; the sender closes one that has all its credit back:
 *
 * <pre>
 *   open          --(unused, and all credit is back)-->  closing    sends CLOSE; nothing goes
 *   closing       --(CLOSED, or no credit at RESUME)-->  closed     or open anew, if something waits
 *   closing       --(credit at RESUME)-->                open       the CLOSE was lost
 * </pre>
 *
 * <p>So bytes of a message never come by two pools at once, and what the receiver tells of them is
 * final. A message's states at the receiver are those of {@code Arrivals.Fate}; those of a large
 * one at the sender are in {@code BulkSend}. A sender that finds its receiver to be another
 * association than before ({@code RESUME} says so) gives up what went; a receiver whose sender is
 * another one forgets what it knew.
 *
 * <p><strong>Order.</strong> A message on a strand names the one before it; {@code Arrivals} keeps
 * it back until that was handed on, or will not be. One that is refused or taken back has its turn,
 * too: so nothing that follows it overtakes what precedes it.
 *
 * <p>Loops never block here: only threads that send wait, for a pool or for room in the queue.
 */
package io.teleport.engine.peer;
