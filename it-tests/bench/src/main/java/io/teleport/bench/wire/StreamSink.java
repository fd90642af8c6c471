package io.teleport.bench.wire;

import java.nio.ByteBuffer;

/** Takes a body while it arrives. Used by one thread. */
public interface StreamSink {

  /** Takes the next bytes, from position to limit, which are valid until this returns. */
  void accept(ByteBuffer piece);

  /** The body has arrived to its end. */
  void end();
}
