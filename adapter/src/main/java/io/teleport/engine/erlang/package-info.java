/**
 * Erlang's own protocols: EPMD, where nodes find each other's ports, and the distribution protocol,
 * of which this node is a hidden member.
 *
 * <p>Every wire structure is a layout, an encoder and a decoder. Handshakes are state machines
 * without sockets; a {@code DistributionConnection} has the socket, on the loop of small messages.
 * What leaves goes through {@code Outgoing}, which chooses between that socket and the sockets of
 * the Erlang teleport library ({@code BulkPool}); what arrives by either goes through an {@code
 * Assembler} to {@code Incoming}, bounded by an {@code InboundGate}.
 *
 * <p>Decoders take whatever a peer sends and answer with a value, or with {@link
 * io.teleport.engine.erlang.ErlangProtocolException}, which ends the connection and nothing else.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html">Distribution
 *     Protocol</a>
 */
package io.teleport.engine.erlang;
