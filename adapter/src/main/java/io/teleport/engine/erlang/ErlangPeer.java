package io.teleport.engine.erlang;

import io.teleport.NodeName;

/**
 * The other node of a connection, as it said in the handshake.
 *
 * @param name its name
 * @param agreed what both nodes can do
 * @param creation tells its incarnations apart; unsigned, 32 bits
 */
record ErlangPeer(NodeName name, DistributionFlags agreed, long creation) {}
