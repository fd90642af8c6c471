package io.teleport.engine.peer;

import io.teleport.BodyLengthException;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Copies the bytes of segments to the heap, for messages that are too small to be worth references.
 */
public final class SegmentCopy {

  private SegmentCopy() {}

  /**
   * Returns the same bytes in one segment on the heap, and releases the list; returns the list
   * itself if it is like that already.
   *
   * @param list of known length, which fits into an array
   * @throws UncheckedIOException if a file cannot be read
   * @throws BodyLengthException if a file is too short
   */
  public static GatherList flatten(GatherList list) {
    List<Segment> segments = list.segments();
    if (segments.size() == 1
        && segments.get(0) instanceof Segment.Heap heap
        && heap.offset() == 0) {
      return list;
    }
    int total = (int) (list.headroom() + list.length());
    ByteBuffer bytes = ByteBuffer.allocate(total);
    try {
      segments.forEach(segment -> copy(segment, bytes));
    } finally {
      list.release();
    }
    Segment.Heap all = new Segment.Heap(bytes.array(), 0, total);
    return new GatherList(List.of(all), list.headroom(), list.length(), 0, null);
  }

  /** Copies as many bytes of a segment as there is room for. */
  static void copy(Segment segment, ByteBuffer target) {
    int count = (int) Math.min(segment.length(), target.remaining());
    if (segment instanceof Segment.Heap heap) {
      target.put(heap.array(), heap.offset(), count);
    } else if (segment instanceof Segment.Buffer buffer) {
      target.put(buffer.buffer().slice(buffer.buffer().position(), count));
    } else if (segment instanceof Segment.Lent lent) {
      target.put(lent.buffer().slice(lent.buffer().position(), count));
    } else if (segment instanceof Segment.Chunks chunks) {
      for (int done = 0; done < count; ) {
        ByteBuffer view = chunks.memory().view(chunks.offset() + done, count - done);
        done += view.remaining();
        target.put(view);
      }
    } else if (segment instanceof Segment.FileRange file) {
      readFile(file, target, count);
    }
  }

  private static void readFile(Segment.FileRange file, ByteBuffer target, int count) {
    int end = target.position() + count;
    int limit = target.limit();
    target.limit(end);
    try {
      while (target.hasRemaining()) {
        long at = file.offset() + count - target.remaining();
        if (file.channel().read(target, at) < 0) {
          throw new BodyLengthException("a file became shorter while it was sent");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading a file that is to be sent", e);
    } finally {
      target.limit(limit);
    }
  }
}
