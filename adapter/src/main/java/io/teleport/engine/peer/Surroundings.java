package io.teleport.engine.peer;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all connections of a node share.
 *
 * @param settings what they go by
 * @param smallLoop serves the listening socket, handshakes, and the control and small lanes
 * @param bulkLoops serve the bulk lanes
 * @param pool memory of received large messages
 * @param decoder reads received terms
 * @param sink takes what arrives
 * @param executor runs what may block: the search for a node's address
 * @param counters what is counted
 * @param random for challenges, identifiers and jitter; used by several threads
 */
record Surroundings(
    PeerSettings settings,
    Loop smallLoop,
    LoopGroup bulkLoops,
    ChunkPool pool,
    TermDecoder decoder,
    MessageSink sink,
    Executor executor,
    Counters counters,
    RandomGenerator random) {}
