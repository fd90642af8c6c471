package io.teleport.engine.peer;

import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.nio.ByteBuffer;

/** What has to be known of a large message before it is announced. */
final class LargeMessage {

  /** What the objects of a large message take besides its bytes. */
  private static final int OBJECTS = 1 << 10;

  /** What an open file counts as: with the default queue, a thousand wait at the most. */
  private static final int OPEN_FILE = 64 << 10;

  private static final long LEAST_WINDOW = 2 << 20;
  private static final long BEYOND_WINDOW = 1 << 20;

  private LargeMessage() {}

  /** Takes the part of the envelope that precedes the tail out of the list's first segments. */
  static ByteBuffer envelope(GatherList payload) {
    ByteBuffer envelope = ByteBuffer.allocate((int) payload.envelopeLength());
    int skip = payload.headroom();
    for (Segment segment : payload.segments()) {
      if (!envelope.hasRemaining()) {
        break;
      }
      if (segment instanceof Segment.Heap heap) {
        int count = Math.min(heap.count() - skip, envelope.remaining());
        envelope.put(heap.array(), heap.offset() + skip, count);
      } else {
        SegmentCopy.copy(segment, envelope);
      }
      skip = 0;
    }
    return envelope.flip();
  }

  /**
   * Returns how much room in the send queue a message takes. Of a file it is not the content that
   * counts but the descriptor, of which a process has few; what was received is counted there, so
   * that passing it on does not wait for room.
   */
  static long charge(GatherList payload, int announcement) {
    long memory = (long) announcement + OBJECTS;
    for (Segment segment : payload.segments()) {
      if (segment instanceof Segment.FileRange) {
        memory += OPEN_FILE;
      } else if (!(segment instanceof Segment.Chunks)) {
        memory += segment.length();
      }
    }
    return memory;
  }

  /**
   * Returns how many bytes of a message that is supplied while it is sent are kept until the
   * receiver is known to have them: more than it reads before it says so.
   */
  static long ahead(NodeHello.Limits receiver) {
    return Math.max(LEAST_WINDOW, receiver.receiveWindow()) + BEYOND_WINDOW;
  }
}
