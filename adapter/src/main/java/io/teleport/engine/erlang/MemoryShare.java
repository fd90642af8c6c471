package io.teleport.engine.erlang;

import io.teleport.engine.net.Reservation;
import java.util.function.Consumer;

/**
 * What one destination may hold of the memory for received large messages, so that a slow one
 * leaves something for others. Two that are equal are the same share. Safe for use by any thread.
 */
public interface MemoryShare {

  /** A message's place in the share. */
  interface Place {
    /** Gives it up: the memory is free again, or no longer wanted. Doing so twice is harmless. */
    void leave();
  }

  /**
   * Asks for memory, now or later.
   *
   * @param chunks how many
   * @param admitted given the reservation, in this thread or in another; must not block
   */
  Place enter(int chunks, Consumer<Reservation> admitted);
}
