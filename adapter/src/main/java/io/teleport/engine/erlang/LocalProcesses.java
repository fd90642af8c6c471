package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.NodeName;
import java.util.function.LongConsumer;

/** The local node, as Erlang nodes see it. Called by I/O loops; must not block. */
public interface LocalProcesses {

  /** Returns whether a name is registered, or a process is there. */
  boolean isThere(Address address);

  /**
   * Delivers a message.
   *
   * @param message belongs to the callee, unless it returns false
   * @return false if nobody is there
   */
  boolean deliver(Address to, ErlangMessage message);

  /** Returns an address's share of the memory for large messages; null if nothing limits it. */
  default MemoryShare share(Address address) {
    return null;
  }

  /**
   * Returns what takes the bytes of the binary that a message ends in, if its listener can read
   * them while they arrive.
   *
   * @param size how many bytes there will be
   * @param roomUpTo told up to which byte there is room, by any thread
   * @param closed told when nobody reads any more, by any thread
   * @return null if it cannot
   */
  default BodySink stream(Address address, long size, LongConsumer roomUpTo, Runnable closed) {
    return null;
  }

  /**
   * A message was not delivered.
   *
   * @param to where it was to go, as the log has it
   * @param reason why it was not
   * @param isAnswer whether it is an answer for which nobody waits any more
   */
  void undelivered(String to, String reason, boolean isAnswer);

  /**
   * An Erlang node is connected.
   *
   * @param creation tells its incarnations apart
   */
  void nodeUp(NodeName node, long creation);

  /** An Erlang node is not connected any more. */
  void nodeDown(NodeName node, long creation, String reason);
}
