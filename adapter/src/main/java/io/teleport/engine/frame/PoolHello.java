package io.teleport.engine.frame;

/**
 * What the initiator of a connection says of the pool of sockets that it belongs to.
 *
 * @param poolId tells pools apart
 * @param lane what the socket is for
 * @param index which of the lane's sockets, from 0
 * @param bulkSockets how many sockets the bulk lane has; the other lanes have one each
 * @param target the name of the node that the initiator wants to reach
 */
public record PoolHello(long poolId, Lane lane, int index, int bulkSockets, String target) {}
