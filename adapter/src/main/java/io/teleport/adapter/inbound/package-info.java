/**
 * Activations: the names of message-driven beans, their queues, and the delivery of each message,
 * its answer and its end (Jakarta Connectors 2.1, chapter 13).
 *
 * <h2>The way of a message</h2>
 *
 * <p>A {@code NameQueue} is the inbox of a name. It outlives the bean: while there is none, what
 * arrives is parked. Of each strand it lets one message go on at a time ({@code Strands}). The
 * bean's {@link io.teleport.adapter.inbound.Activation} takes what goes on into a queue that a
 * bounded number of short tasks drain, or the thread that has read the message ({@code
 * PromptDelivery}). {@code ListenerCall} calls the bean between {@code beforeDelivery} and {@code
 * afterDelivery}, a {@code Settlement} decides what follows:
 *
 * <pre>
 *            arrives
 *               |  first of its strand           not the first
 *               +----------------------+--------------------------> behind its strand
 *               v                      |                                  |
 *   parked <--> with the bean <--------|----------------------------------+ the one before is done
 *               |   ^   |              |
 *               |   |   | did not begin: again, later; not counted
 *               |   |   v
 *               |   +-- aside, for redeliveryDelay  (failed, on-return, not the last time)
 *               v
 *     confirmed, or refused, then closed
 * </pre>
 *
 * <p>Invariants, whatever happens in whatever order: a message is in one of these places; it is
 * closed once, and its sender is told one of the two, before; of a strand no two messages are with
 * the bean or aside; a name is served by one bean at the most, parked, or gone for good, and gone
 * is final. When a bean goes while one of its deliveries does not end, that delivery still holds
 * its strand, and its message, should it fail, goes to the next bean of the name.
 *
 * <h2>Transactions</h2>
 *
 * <p>No {@code XAResource} is passed to {@code createEndpoint}: there is nothing to recover after a
 * crash, and a second resource would turn every one-phase commit of a bean into one of two phases.
 * How a transaction ended is seen by an interposed synchronization, registered after {@code
 * beforeDelivery} with the registry of the bootstrap context (JCA 2.1, section 5.3.2.1): {@code
 * afterDelivery} need not throw when a bean has called {@code setRollbackOnly}, and does not on
 * Open Liberty. If there is no transaction there is nothing to see, so {@code isDeliveryTransacted}
 * need not be asked.
 */
package io.teleport.adapter.inbound;
