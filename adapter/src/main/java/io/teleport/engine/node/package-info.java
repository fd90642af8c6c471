/**
 * The local node: its names and processes, calls that wait for answers, dead letters. It runs in a
 * plain JVM as well as in a container; whoever starts it gives it an executor and a clock.
 *
 * <p>{@link io.teleport.engine.node.LocalNode} is the door. A message that arrives goes to the
 * {@link io.teleport.engine.node.Inbox} of its destination, on a thread of an I/O loop; an inbox
 * puts it into a queue ({@link io.teleport.engine.node.BatchDrain}), and user code runs on other
 * threads.
 */
package io.teleport.engine.node;
