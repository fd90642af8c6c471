package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A pool without sockets, which remembers the frames that it was given. */
final class RecordingPool implements Pool {

  final List<byte[]> frames = new ArrayList<>();
  boolean ended;
  boolean settled;
  boolean last;
  BulkWriter writer;
  private final Association association;

  RecordingPool() {
    this(null);
  }

  RecordingPool(Association association) {
    this.association = association;
  }

  /** Takes out what it was given. */
  List<Frame> take() {
    List<Frame> taken = new ArrayList<>();
    for (byte[] frame : frames) {
      try {
        taken.add(new FrameDecoder().decode(ByteBuffer.wrap(frame, 4, frame.length - 4)));
      } catch (ProtocolViolationException e) {
        throw new AssertionError(e);
      }
    }
    frames.clear();
    return taken;
  }

  @Override
  public Association association() {
    return association;
  }

  @Override
  public CompletableFuture<Void> ping() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isUsable() {
    return !ended;
  }

  @Override
  public void control(byte[] frame) {
    frames.add(frame);
  }

  @Override
  public void offerControl(QueuedFrame frame) {
    frames.add(Arrays.copyOf(frame.array(), frame.length()));
    frame.written();
  }

  @Override
  public void offerSmall(QueuedFrame frame) {
    frames.add(Arrays.copyOf(frame.array(), frame.length()));
    frame.written();
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
    return writer;
  }

  @Override
  public void end(Throwable reason) {
    ended = true;
  }

  @Override
  public boolean isSettled() {
    return settled;
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public void beginLeaving() {
    ended = true;
  }

  @Override
  public void sayGoodbye(String reason) {
    // nobody hears it
  }

  @Override
  public void awaitEnd(long deadlineNanos) {
    settled = true;
  }
}
