package io.teleport.engine.erlang;

import io.teleport.engine.net.LinkWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes a few bytes now and then: handshakes and questions. */
final class ByteWriter implements LinkWriter {

  private final Queue<ByteBuffer> queue = new ConcurrentLinkedQueue<>();

  /** Queues bytes; the link is to be flushed afterwards. */
  void offer(ByteBuffer bytes) {
    queue.add(bytes);
  }

  @Override
  public boolean isBrief() {
    return true;
  }

  @Override
  public Progress write(GatheringByteChannel channel) throws IOException {
    for (ByteBuffer next = queue.peek(); next != null; next = queue.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        return Progress.SOCKET_FULL;
      }
      queue.remove();
    }
    return Progress.IDLE;
  }

  @Override
  public void abandon() {
    // nothing is owned
  }

  @Override
  public void discard() {
    queue.clear();
  }
}
