package io.teleport.engine.peer;

import io.teleport.engine.frame.ProtocolViolationException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the fragments of one large message go. The first three are called by the loop of one bulk
 * socket.
 */
sealed interface BulkReceive permits WholeReceive, StreamReceive {

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
   * the others.
   */
  void fail(String reason);
}
