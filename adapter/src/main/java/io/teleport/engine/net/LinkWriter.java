package io.teleport.engine.net;

import java.io.IOException;
import java.nio.channels.GatheringByteChannel;

/**
 * Has the bytes that leave by a {@link Link}. {@link #write} is called by one thread at a time,
 * each seeing what the one before did; {@link #discard} may be called by any thread.
 */
public interface LinkWriter {

  /** How far a write got. */
  enum Progress {
    /** All that was queued is written. */
    IDLE,
    /** The socket takes no more now. */
    SOCKET_FULL,
    /** There is more to write, but the other links of the loop want their turn. */
    MORE
  }

  /**
   * Returns whether a write is so brief that any thread may do it, such as the one that sends, or a
   * loop that has other links to care for.
   */
  boolean isBrief();

  /**
   * Writes what is queued.
   *
   * @throws IOException if writing fails; the link is closed then
   */
  Progress write(GatheringByteChannel channel) throws IOException;

  /**
   * Returns whether the last {@link #write} gave the socket any bytes: one that had none to give is
   * no sign of life. Called after it by the same thread; who cannot tell says that it did.
   */
  default boolean hasWritten() {
    return true;
  }

  /**
   * Gives up the message that is being written, if any. Called once, when nobody writes any more.
   */
  void abandon();

  /**
   * Takes everything out of the queue and gives it up. Called when the link is closed, possibly
   * several times.
   */
  void discard();
}
