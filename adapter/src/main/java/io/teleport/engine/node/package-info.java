/**
 * The local node: its names and processes, calls that wait for answers, dead letters. It runs in a
 * plain JVM as well as in a container; whoever starts it gives it an executor and a clock ({@link
 * io.teleport.engine.node.NodeEnvironment}).
 *
 * <p>{@link io.teleport.engine.node.LocalNode} is the door, {@code NodeParts} puts together what is
 * behind it.
 *
 * <p><strong>The way out.</strong> {@code Dispatcher} has a message encoded, in the thread that
 * sends it, and gives it an outcome: {@code SendOutcome}, which makes it a dead letter if it does
 * not arrive, the same with a stage ({@code AwaitedOutcome}), or a {@code PendingCall} of {@code
 * Caller}. {@code RemoteNodes} knows who is an Erlang node, and hands it to {@code Peers} or to
 * {@code ErlangDialect}. A message of a transaction waits as a {@link
 * io.teleport.engine.node.HeldMessage}.
 *
 * <p><strong>The way in.</strong> A message that arrives goes to the {@link
 * io.teleport.engine.node.Inbox} of its destination ({@code Directory}), on a thread of an I/O
 * loop; an inbox puts it into a queue ({@link io.teleport.engine.node.BatchDrain}), and user code
 * runs on other threads. Whoever has an {@link io.teleport.engine.node.InboundMessage} owns its
 * memory, and closes it once.
 *
 * <p><strong>Whose code runs where.</strong> Listeners of nodes, stages and answers are told by
 * {@code NodeEvents} and {@code Completions} on threads of the executor; of one node in the order
 * in which things happened.
 *
 * <p>A call ends once: by its answer, by what became of its request, or by its caller's impatience,
 * whichever {@code PendingCall} sees first. A dead letter is counted, logged, recorded and handed
 * on in one place, {@code DeadLetters}.
 */
package io.teleport.engine.node;
