package io.teleport.engine.peer;

import io.teleport.engine.frame.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Where the fragments of one large message go. {@link #room}, {@link #filled} and {@link #end} are
 * called by the loop of one bulk socket.
 */
sealed interface BulkReceive permits WholeReceive, StreamReceive {

  /**
   * How far a message is.
   *
   * @param received how many bytes of its fragments are here
   * @param upTo how many may be sent, counted from the begin
   */
  record Progress(long received, long upTo) {}

  /** Lets the sender send. */
  interface Allowance {
    /**
     * Lets it.
     *
     * @param progress asked how far the message is once it is decided by which sockets the sender
     *     hears of it, for what it hears by new ones must not be less than what came by the old;
     *     gives null if there is nothing to be said any more
     */
    void allow(Supplier<Progress> progress);
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
