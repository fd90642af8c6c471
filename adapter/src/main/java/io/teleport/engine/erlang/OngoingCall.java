package io.teleport.engine.erlang;

/**
 * A call to a process of an Erlang node.
 *
 * @param rest what is left for the calling thread to do, which may block: reading the stream that
 *     the request ends in
 * @param cancel to be run when nobody waits any more
 */
public record OngoingCall(Runnable rest, Runnable cancel) {}
