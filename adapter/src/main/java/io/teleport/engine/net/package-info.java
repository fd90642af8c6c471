/**
 * Sockets and memory: loops that change hands, links, and the pool of chunks.
 *
 * <p>A {@link io.teleport.engine.net.Loop} is a selector and what is registered there. Who holds it
 * changes: a <em>slice</em>, which is a task of about half a second that hands it on to the next; a
 * thread that waits for an answer and <em>leads</em> meanwhile ({@code Standby}). A thread that
 * runs something <em>aside</em> lets it go; if it stays away, the watcher, another loop, looks
 * after the sockets ({@code Aside}).
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A {@link io.teleport.engine.net.Loop} is held by one thread at a time and never blocks.
 *       What may block, such as a listener, is run by a thread that has let the loop go.
 *   <li>A {@link io.teleport.engine.net.Link} has one writer at a time; bytes of two frames never
 *       mix.
 *   <li>Memory is reserved before it is taken. What is out of a {@link
 *       io.teleport.engine.net.ChunkPool} and what is promised never exceed its bound, and every
 *       chunk is given back exactly once.
 * </ul>
 *
 * <p>Nothing here knows what the bytes mean.
 */
package io.teleport.engine.net;
