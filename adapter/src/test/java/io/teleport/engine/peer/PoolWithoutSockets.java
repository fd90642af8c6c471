package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A pool without sockets, for tests: nothing is queued that would have to be flushed or dropped,
 * and what only a node at its end asks for, or a ping, is not expected.
 */
abstract class PoolWithoutSockets implements Pool {

  private final Association association;

  PoolWithoutSockets(Association association) {
    this.association = association;
  }

  /** Returns what an encoded frame says. */
  static Frame decode(byte[] bytes, int length) {
    try {
      return new FrameDecoder().decode(ByteBuffer.wrap(bytes, 4, length - 4));
    } catch (ProtocolViolationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public final Association association() {
    return association;
  }

  @Override
  public CompletableFuture<Void> ping() {
    throw new UnsupportedOperationException("nobody pings");
  }

  @Override
  public void flushControl() {
    // nothing is queued
  }

  @Override
  public void flushSmall() {
    // nothing is queued
  }

  @Override
  public void discardSmall() {
    // nothing is queued
  }

  @Override
  public int bulkSockets() {
    return 1;
  }

  @Override
  public BulkWriter leastLoaded() {
    throw new UnsupportedOperationException("no message is large");
  }

  @Override
  public boolean isLast() {
    return false;
  }

  @Override
  public void beginLeaving() {
    throw new UnsupportedOperationException("nobody leaves");
  }

  @Override
  public void sayGoodbye(String reason) {
    throw new UnsupportedOperationException("nobody leaves");
  }

  @Override
  public void awaitEnd(long deadlineNanos) {
    throw new UnsupportedOperationException("nobody leaves");
  }
}
