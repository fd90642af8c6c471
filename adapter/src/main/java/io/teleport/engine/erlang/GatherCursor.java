package io.teleport.engine.erlang;

import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Hands out the bytes of an encoded term from first to last, as views of where they lie; only those
 * of files are read. Used by one thread at a time. The list stays its owner's, who keeps it until
 * the last view was written. The last bytes may be supplied meanwhile.
 */
final class GatherCursor {

  private final List<Segment> segments;
  private final BodySupply supply;
  private int index;
  private long offset;
  private long remaining;

  /**
   * Creates a cursor.
   *
   * @param list the list
   * @param skip how many bytes of it, headroom included, to leave out
   * @param supply where the bytes come from that are not in the list; null if all are
   */
  GatherCursor(GatherList list, int skip, BodySupply supply) {
    this.segments = list.segments();
    this.supply = supply;
    this.offset = skip;
    this.remaining = list.headroom() + list.length() - skip;
  }

  /** Returns how many bytes are left. */
  long remaining() {
    return remaining;
  }

  /** Returns how many of the bytes that are left can be handed out now. */
  long available() {
    if (supply == null) {
      return remaining;
    }
    long listed = -offset;
    for (int i = index; i < segments.size(); i++) {
      listed += segments.get(i).length();
    }
    return listed + supply.available();
  }

  /** Says that all views that were handed out are written. */
  void written() {
    if (supply != null) {
      supply.written();
    }
  }

  /**
   * Adds views of the next bytes.
   *
   * @param most how many at the most; as many are available
   * @return how many; as many as asked for, unless fewer are left
   * @throws IOException if a file cannot be read, or is shorter than it was
   */
  long next(long most, List<ByteBuffer> target) throws IOException {
    long wanted = Math.min(most, remaining);
    long left = wanted;
    while (left > 0) {
      if (index == segments.size()) {
        ByteBuffer supplied = supply.take(left);
        left -= supplied.remaining();
        target.add(supplied);
        continue;
      }
      Segment segment = segments.get(index);
      if (offset >= segment.length()) {
        offset -= segment.length();
        index++;
        continue;
      }
      ByteBuffer view = view(segment, Math.min(left, segment.length() - offset));
      offset += view.remaining();
      left -= view.remaining();
      target.add(view);
    }
    remaining -= wanted;
    return wanted;
  }

  private ByteBuffer view(Segment segment, long count) throws IOException {
    if (segment instanceof Segment.Heap heap) {
      return ByteBuffer.wrap(heap.array(), heap.offset() + (int) offset, (int) count);
    } else if (segment instanceof Segment.Buffer buffer) {
      return slice(buffer.buffer(), count);
    } else if (segment instanceof Segment.Lent lent) {
      return slice(lent.buffer(), count);
    } else if (segment instanceof Segment.Chunks chunks) {
      return chunks.memory().view(chunks.offset() + offset, count);
    }
    Segment.FileRange file = (Segment.FileRange) segment;
    return read(file.channel(), file.offset() + offset, (int) count);
  }

  private ByteBuffer slice(ByteBuffer buffer, long count) {
    return buffer.slice(buffer.position() + (int) offset, (int) count);
  }

  private static ByteBuffer read(FileChannel file, long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("a file that is being sent became shorter");
      }
    }
    return bytes.flip();
  }
}
