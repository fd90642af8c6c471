package io.teleport.engine.erlang;

import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of a binary that is read while it arrives. Whoever was given the message owns it,
 * and closes it; until then a loop puts bytes in.
 */
public interface BodySink {

  /** Returns the binary as its listener reads it. */
  BinaryContent content();

  /**
   * Returns where the next bytes go; {@link #filled} follows in any case.
   *
   * @param most how many at the most; there is room for as many
   * @return buffers with that much room, or null if nobody reads any more
   * @throws IOException if there must not be so many
   */
  ByteBuffer[] room(long most) throws IOException;

  /** Says how many bytes were put where {@link #room} said. */
  void filled(long count);

  /**
   * All has arrived.
   *
   * @throws IOException if that is less than was announced
   */
  void end() throws IOException;

  /** The rest will never come. */
  void fail(String reason);

  /** Nobody reads any more. */
  void close();
}
