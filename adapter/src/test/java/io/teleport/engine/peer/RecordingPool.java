package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A pool without sockets, which remembers the frames that it was given. */
final class RecordingPool extends PoolWithoutSockets {

  final List<byte[]> frames = new ArrayList<>();
  boolean ended;
  boolean settled;
  boolean last;
  BulkWriter writer;

  RecordingPool() {
    this(null);
  }

  RecordingPool(Association association) {
    super(association);
  }

  /** Takes out what it was given. */
  List<Frame> take() {
    List<Frame> taken = new ArrayList<>();
    frames.forEach(frame -> taken.add(decode(frame, frame.length)));
    frames.clear();
    return taken;
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
