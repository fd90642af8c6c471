/**
 * What applications send with: managed connections and their handles (Jakarta Connectors 2.1,
 * chapter 6). They are light: the sockets are the node's.
 *
 * <p>A {@code ConnectionHandle} is what an application has. It belongs to a {@code
 * TeleportManagedConnection}, which the container pools, moves handles between, and may take away
 * from a handle that is not in use; the next use asks for another (section 7.16). A managed
 * connection has one {@code SendTransaction} at a time (section 7.7):
 *
 * <pre>
 *   none      --(begin)-->                                     holding   messages are encoded and kept
 *   holding   --(rollback, cleanup)-->                         none      nothing has left
 *   holding   --(a node is out of reach before the commit)-->  none      rolled back: nothing has left
 *   holding   --(commit, the first message is not accepted)--> none      nothing has left, the commit fails
 *   holding   --(commit, the first one is accepted)-->         none      the commit succeeds; what is not
 *                                                                        accepted is a dead letter
 * </pre>
 *
 * <p>Only a transaction of one phase is offered: nothing is stored, so nothing could be recovered
 * between the phases.
 */
package io.teleport.adapter.outbound;
