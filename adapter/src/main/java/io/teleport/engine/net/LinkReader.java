package io.teleport.engine.net;

import java.io.IOException;
import java.nio.channels.ScatteringByteChannel;

/** Takes the bytes that arrive on a {@link Link}. Called by the link's loop only. */
public interface LinkReader {

  /**
   * Reads what is there, up to what is fair to the other links of the loop.
   *
   * @return false at the end of the stream
   * @throws IOException if reading fails, or the bytes break the protocol; the link is closed then
   */
  boolean read(ScatteringByteChannel channel) throws IOException;

  /** Gives back what the reader holds. Called when the link is closed, possibly several times. */
  void close();
}
