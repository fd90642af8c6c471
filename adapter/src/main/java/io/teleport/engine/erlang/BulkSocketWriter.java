package io.teleport.engine.erlang;

import io.teleport.engine.net.LinkWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes messages to one socket of the Erlang teleport library, one after the other, each as one
 * packet. There are no ticks and no answers on such a socket; so a message may keep it waiting.
 *
 * <p>Owns what is queued. If the socket is lost, what had begun to leave is told so, and the rest
 * is handed back. {@link #offer} may be called by any thread.
 */
final class BulkSocketWriter implements LinkWriter {

  private static final int PER_VISIT = 4 << 20;
  private static final int PER_WRITE = 512 << 10;

  /** In the place of a backlog. */
  private static final long RETIRED = -1;

  private final Consumer<OutgoingMessage> handBack;
  private final Queue<BulkMessage> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong backlog = new AtomicLong();

  /** The message that is being written; null between messages. */
  private OutgoingMessage current;

  private GatherCursor cursor;
  private ByteBuffer[] parts = new ByteBuffer[0];
  private int firstPart;

  /**
   * Creates it.
   *
   * @param handBack takes a message of which nothing was written, and which will not be; called by
   *     any thread
   */
  BulkSocketWriter(Consumer<OutgoingMessage> handBack) {
    this.handBack = handBack;
  }

  /**
   * Queues a message; the link is to be flushed afterwards.
   *
   * @return false if the writer has retired, and nothing was done
   */
  boolean offer(BulkMessage message) {
    long length = message.message().payloadLength();
    if (backlog.updateAndGet(before -> before == RETIRED ? RETIRED : before + length) == RETIRED) {
      return false;
    }
    queue.add(message);
    return true;
  }

  /** Takes no more messages if there is nothing to write; returns whether that is so. */
  boolean retire() {
    return backlog.compareAndSet(0, RETIRED) || backlog.get() == RETIRED;
  }

  /** Returns how many bytes of payload wait, or are being written. */
  long backlog() {
    return Math.max(0, backlog.get());
  }

  @Override
  public boolean isBrief() {
    return false;
  }

  @Override
  public Progress write(GatheringByteChannel channel) throws IOException {
    long written = 0;
    while (true) {
      while (firstPart < parts.length) {
        long count = channel.write(parts, firstPart, parts.length - firstPart);
        written += count;
        while (firstPart < parts.length && !parts[firstPart].hasRemaining()) {
          firstPart++;
        }
        if (count == 0) {
          return Progress.SOCKET_FULL;
        }
      }
      if (current != null) {
        cursor.written();
        if (cursor.remaining() == 0) {
          end(Departure.LEFT);
        }
      }
      if (written >= PER_VISIT) {
        return Progress.MORE;
      }
      if (!takeParts()) {
        return Progress.IDLE;
      }
    }
  }

  /** Takes what is to be written next; returns false if there is nothing now. */
  private boolean takeParts() throws IOException {
    List<ByteBuffer> next = new ArrayList<>();
    if (current == null) {
      BulkMessage first = nextMessage();
      if (first == null) {
        return false;
      }
      current = first.message();
      cursor = PacketEncoder.content(current);
      next.add(first.header());
    } else if (current.hasFailed()) {
      end(Departure.TAKEN_BACK);
      throw new IOException("a message was taken back half sent");
    }
    try {
      cursor.next(Math.min(PER_WRITE, cursor.available()), next);
    } catch (IOException e) {
      end(Departure.TAKEN_BACK);
      throw e;
    }
    parts = next.toArray(new ByteBuffer[0]);
    firstPart = 0;
    return parts.length > 0;
  }

  /** Returns the next message that was not taken back before it began to leave. */
  private BulkMessage nextMessage() {
    BulkMessage next = queue.poll();
    while (next != null && next.message().hasFailed()) {
      current = next.message();
      end(Departure.TAKEN_BACK);
      next = queue.poll();
    }
    return next;
  }

  private void end(Departure how) {
    OutgoingMessage ended = current;
    current = null;
    cursor = null;
    parts = new ByteBuffer[0];
    firstPart = 0;
    backlog.addAndGet(-ended.payloadLength());
    ended.settle(how);
  }

  @Override
  public void abandon() {
    if (current != null) {
      end(Departure.CUT_SHORT);
    }
  }

  @Override
  public void discard() {
    for (BulkMessage next = queue.poll(); next != null; next = queue.poll()) {
      backlog.addAndGet(-next.message().payloadLength());
      handBack.accept(next.message());
    }
  }
}
