package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * What all connections to Erlang nodes share.
 *
 * @param settings what they go by
 * @param loop serves them
 * @param pool memory of received large messages
 * @param decoder reads received terms
 * @param encoder writes terms
 * @param local the local node
 * @param counters what is counted
 * @param random for challenges and references; used by several threads
 * @param teleportPort the port for sockets of the Erlang teleport library; 0 if there is none
 */
record ErlangSurroundings(
    ErlangSettings settings,
    Loop loop,
    ChunkPool pool,
    TermDecoder decoder,
    TermEncoder encoder,
    LocalProcesses local,
    Counters counters,
    RandomGenerator random,
    IntSupplier teleportPort) {

  /** The process in whose name this node calls others; no mailbox has its number. */
  Pid caller() {
    return new Pid(new Atom(settings.name().toString()), 0, 1, creation());
  }

  /** Returns what tells the incarnations of the local node apart. */
  long creation() {
    return Integer.toUnsignedLong(settings.creation());
  }

  /** Returns who this node is in one handshake: its challenge is another one each time. */
  Handshake.Self self() {
    return new Handshake.Self(settings.name(), creation(), settings.cookie(), random.nextInt());
  }
}
