package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.util.random.RandomGenerator;

/**
 * What all connections to Erlang nodes share.
 *
 * @param settings what they go by
 * @param loop serves them
 * @param bulkLoops serve the sockets for large messages
 * @param pool memory of received large messages
 * @param decoder reads received terms
 * @param encoder writes terms
 * @param local the local node
 * @param counters what is counted
 * @param random for challenges and references; used by several threads
 */
record ErlangSurroundings(
    ErlangSettings settings,
    Loop loop,
    LoopGroup bulkLoops,
    ChunkPool pool,
    TermDecoder decoder,
    TermEncoder encoder,
    LocalProcesses local,
    Counters counters,
    RandomGenerator random) {

  /** Returns the port for sockets of the Erlang teleport library; 0 if none are accepted. */
  int teleportPort() {
    return settings.takesTeleportSockets() ? settings.teleportPort() : 0;
  }

  /** The process in whose name this node calls others; no mailbox has its number. */
  Pid caller() {
    return new Pid(new Atom(settings.name().toString()), 0, 1, creation());
  }

  /** Returns what tells the incarnations of the local node apart. */
  long creation() {
    return Integer.toUnsignedLong(settings.creation());
  }

  /**
   * Returns who this node is in one handshake with another: its challenge is a new one each time.
   */
  Handshake.Self self(NodeName peer) {
    return new Handshake.Self(
        settings.name(), creation(), settings.cookieFor(peer), random.nextInt());
  }
}
