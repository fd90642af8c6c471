package io.teleport.engine.peer;

import io.teleport.engine.net.LinkWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes small frames: as many as there are in one system call. {@link #offer} may be called by any
 * thread.
 */
final class FrameWriter implements LinkWriter {

  private static final int PER_VISIT = 1 << 20;

  private final Queue<QueuedFrame> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong backlog = new AtomicLong();
  private final ByteBuffer staging;
  private QueuedFrame current;
  private int position;
  private boolean wrote;

  /**
   * Creates a writer.
   *
   * @param staging where frames are put together; belongs to the writer
   */
  FrameWriter(ByteBuffer staging) {
    this.staging = staging.clear().limit(0);
  }

  /** Queues a frame; the link is to be flushed afterwards. */
  void offer(QueuedFrame frame) {
    count(frame, 1);
    queue.add(frame);
  }

  /** Returns how many bytes of frames wait that no budget and no credit bounds. */
  long backlog() {
    return backlog.get();
  }

  private void count(QueuedFrame frame, int sign) {
    if (frame instanceof QueuedFrame.Control) {
      backlog.addAndGet((long) sign * frame.length());
    }
  }

  @Override
  public boolean isBrief() {
    return true;
  }

  @Override
  public Progress write(GatheringByteChannel channel) throws IOException {
    int written = 0;
    wrote = false;
    while (true) {
      if (staging.hasRemaining()) {
        written += channel.write(staging);
        wrote = written > 0;
        if (staging.hasRemaining()) {
          return Progress.SOCKET_FULL;
        }
      }
      if (written >= PER_VISIT) {
        return Progress.MORE;
      }
      if (!fill()) {
        return Progress.IDLE;
      }
    }
  }

  @Override
  public boolean hasWritten() {
    return wrote;
  }

  private boolean fill() {
    staging.clear();
    while (staging.hasRemaining() && next()) {
      int count = Math.min(staging.remaining(), current.length() - position);
      staging.put(current.array(), position, count);
      position += count;
      if (position == current.length()) {
        finishCurrent();
      }
    }
    staging.flip();
    return staging.hasRemaining();
  }

  private boolean next() {
    if (current == null) {
      current = queue.poll();
      position = 0;
    }
    return current != null;
  }

  private void finishCurrent() {
    QueuedFrame finished = current;
    current = null;
    count(finished, -1);
    finished.written();
  }

  @Override
  public void abandon() {
    if (current != null) {
      QueuedFrame cut = current;
      current = null;
      count(cut, -1);
      cut.dropped();
    }
  }

  @Override
  public void discard() {
    QueuedFrame frame;
    while ((frame = queue.poll()) != null) {
      count(frame, -1);
      frame.dropped();
    }
  }
}
