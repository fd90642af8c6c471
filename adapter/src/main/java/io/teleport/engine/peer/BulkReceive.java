package io.teleport.engine.peer;

import io.teleport.engine.frame.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the fragments of one large message go. {@link #room}, {@link #filled} and {@link #end} are
 * called by the loop of one bulk socket.
 */
sealed interface BulkReceive permits WholeReceive, StreamReceive {

  /** Lets the sender send. */
  interface Allowance {
    /**
     * Lets it.
     *
     * @param received how many bytes of the fragments are here
     * @param upTo how many may be sent, counted from the begin
     */
    void allow(long received, long upTo);
  }

  /**
   * The message is announced once more, by other sockets than before: says again how far the sender
   * may go, if it may. Nothing moves on the old ones.
   */
  void again();

  /**
   * Returns where the next bytes go; {@link #filled} follows in any case.
   *
   * @param most how many bytes are expected at the most
   * @return buffers with that much room, or null if the bytes are of no use any more
   * @throws IOException if there must not be so many
   */
  ByteBuffer[] room(long most) throws IOException;

  /** Says how many bytes were put where {@link #room} said. */
  void filled(long count);

  /**
   * The message has ended.
   *
   * @throws ProtocolViolationException if it is shorter than announced
   */
  void end() throws ProtocolViolationException;

  /**
   * The message will never end. Called by any loop, possibly several times, but not together with
   * the others, but for {@link #end}.
   *
   * @return false if it is held in memory, and has ended or failed before
   */
  boolean fail(String reason);
}
