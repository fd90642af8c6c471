package io.teleport.engine.etf;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * A channel of an application, which takes all it is given at once.
 *
 * @param target gets each buffer before its bytes are taken
 */
public record TakingChannel(Consumer<ByteBuffer> target) implements WritableByteChannel {

  @Override
  public int write(ByteBuffer bytes) {
    int count = bytes.remaining();
    target.accept(bytes);
    bytes.position(bytes.limit());
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // nothing to close
  }
}
