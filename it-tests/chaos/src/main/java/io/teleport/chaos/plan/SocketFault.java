package io.teleport.chaos.plan;

import io.teleport.chaos.proxy.Fault;
import java.time.Duration;

/**
 * Something that is to happen to one socket.
 *
 * @param pause since the one before
 * @param from index of the node that opened the socket
 * @param to index of the node that it leads to
 * @param young whether it is the next one to be opened, so that it happens in its handshake
 * @param choice which of the sockets that are open, if it is not a young one: from 0, the oldest,
 *     to 1, the newest
 * @param fault what happens
 */
public record SocketFault(
    Duration pause, int from, int to, boolean young, double choice, Fault fault) {}
