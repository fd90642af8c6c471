/**
 * Erlang's own protocols: EPMD, where nodes find each other's ports, and the distribution protocol,
 * of which this node is a hidden member.
 *
 * <p>{@link io.teleport.engine.erlang.ErlangNodes} is the door; the local node is seen by {@link
 * io.teleport.engine.erlang.LocalProcesses}. {@code PortMapper} finds nodes, {@code Dialer}
 * connects to them, {@code Acceptance} lets those in that connect, and {@code Connections} has one
 * {@code DistributionConnection} for each that is up. Every wire structure is a layout, an encoder
 * and a decoder.
 *
 * <p><strong>The way out.</strong> {@code Outgoing} chooses between the socket of the distribution
 * protocol ({@code PacketWriter}: what is small goes between the fragments of what is large) and
 * the sockets of the Erlang teleport library ({@code BulkPool}). {@code SendRoom} bounds what
 * waits; {@code BodySupply} reads a stream of known length in the thread that sends it. A call is a
 * {@code OutgoingCalls.Waiting}, with a monitor on whom it calls.
 *
 * <p><strong>The way in.</strong> What arrives by either way goes through an {@code Assembler},
 * which asks {@code Admission} what becomes of each message: held on the heap, held in the memory
 * of large messages, read by its listener while it arrives, or left out; an {@code InboundGate}
 * bounds all of that. {@code Incoming} takes what is complete: messages go to {@code Residents},
 * names and processes here; monitors and links to {@code Signals}; {@code BuiltIns} answers what
 * every Erlang node answers, such as a ping.
 *
 * <p><strong>State machines</strong>, all without sockets: {@code InitiatorHandshake} and {@code
 * AcceptorHandshake}, whose states are the messages that they wait for, and {@code BulkPool}:
 *
 * <pre>
 *   unopened          --(a first large message)-->     opening   asks for the port, connects all
 *   opening           --(all sockets are open)-->      open
 *   opening           --(no library, or refused)-->    absent    for some time
 *   open              --(a socket is lost)-->          unopened  the others write what they have
 *   absent            --(a large message, later)-->    opening
 * </pre>
 *
 * <p>Decoders take whatever a peer sends and answer with a value, or with {@link
 * io.teleport.engine.erlang.ErlangProtocolException}, which ends the connection and nothing else.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html">Distribution
 *     Protocol</a>
 */
package io.teleport.engine.erlang;
