package io.teleport.engine.peer;

import io.teleport.engine.frame.FragmentLayout;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.LinkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Reads a bulk socket: the header of each fragment first, then its bytes straight into the memory
 * of their message, and together with the last of them the next header. Used by the link's loop
 * only.
 */
final class BulkReader implements LinkReader {

  /** Learns that a message has ended. */
  interface Completion {
    /** The last fragment of a message that is still wanted was read. */
    void complete(long number, BulkReceive receive) throws ProtocolViolationException;
  }

  private static final int PER_VISIT = 4 << 20;
  private static final int MAX_CONTROL = 4096;

  private final FrameDecoder decoder = new FrameDecoder();
  private final int maxFragment;
  private final LongFunction<BulkReceive> find;
  private final Completion completion;
  private final FrameReader.Handler handler;
  private final ByteBuffer stage = ByteBuffer.allocateDirect(4 + MAX_CONTROL);
  private ByteBuffer skipped;
  private FragmentLayout.Header fragment;
  private BulkReceive receive;
  private int left;

  /** Whether the last read filled what it was given: then there may be more to read. */
  private boolean full;

  /**
   * Creates a reader.
   *
   * @param maxFragment how long a fragment may be, in bytes
   * @param find returns where the fragments of a message go, or null if it is not wanted any more
   * @param handler takes the other frames
   */
  BulkReader(
      int maxFragment,
      LongFunction<BulkReceive> find,
      Completion completion,
      FrameReader.Handler handler) {
    this.maxFragment = maxFragment;
    this.find = find;
    this.completion = completion;
    this.handler = handler;
    stage.limit(FragmentLayout.HEADER);
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    long total = 0;
    do {
      long count = fragment == null ? readHeader(channel) : readPayload(channel);
      if (count < 0) {
        return false;
      }
      if (count == 0) {
        return true;
      }
      total += count;
      advance();
    } while (full && total < PER_VISIT);
    return true;
  }

  private int readHeader(ScatteringByteChannel channel) throws IOException {
    int count = channel.read(stage);
    full = !stage.hasRemaining();
    return count;
  }

  /**
   * Ends the fragment if it is complete, and begins the next if its header is there. Whatever was
   * read is dealt with: the socket need not become ready again.
   */
  private void advance() throws IOException {
    do {
      if (fragment != null && left == 0) {
        endFragment();
      }
    } while (fragment == null && useStage());
  }

  /** Handles what is staged; returns whether there was anything whole. */
  private boolean useStage() throws IOException {
    stage.flip();
    boolean any = false;
    boolean progress = true;
    while (progress && fragment == null && stage.remaining() >= 5) {
      progress = FragmentLayout.isNext(stage) ? beginFragment() : handleFrame();
      any |= progress;
    }
    int wanted = wanted();
    stage.compact();
    stage.limit(Math.max(wanted, stage.position()));
    return any;
  }

  /** Returns how many bytes the stage must hold for the next step. */
  private int wanted() throws ProtocolViolationException {
    if (fragment != null || stage.remaining() < 5 || FragmentLayout.isNext(stage)) {
      return FragmentLayout.HEADER;
    }
    return 4 + frameLength();
  }

  private int frameLength() throws ProtocolViolationException {
    int length = stage.getInt(stage.position());
    if (length < 1 || length > MAX_CONTROL) {
      throw new ProtocolViolationException(
          "a frame of " + (length & 0xFFFFFFFFL) + " bytes on a bulk socket");
    }
    return length;
  }

  private boolean beginFragment() throws IOException {
    if (stage.remaining() < FragmentLayout.HEADER) {
      return false;
    }
    fragment = FragmentLayout.read(stage, maxFragment);
    receive = find.apply(fragment.number());
    left = fragment.length();
    takeStaged();
    return true;
  }

  /** What was read beyond the header belongs to the payload. */
  private void takeStaged() throws IOException {
    int count = Math.min(left, stage.remaining());
    if (count == 0) {
      return;
    }
    ByteBuffer bytes = stage.slice(stage.position(), count);
    stage.position(stage.position() + count);
    ByteBuffer[] room = receive == null ? null : receive.room(count);
    if (room != null) {
      for (ByteBuffer part : room) {
        int step = part.remaining();
        part.put(bytes.slice(bytes.position(), step));
        bytes.position(bytes.position() + step);
      }
      receive.filled(count);
    }
    left -= count;
  }

  private boolean handleFrame() throws ProtocolViolationException {
    int length = frameLength();
    if (stage.remaining() < 4 + length) {
      return false;
    }
    int end = stage.limit();
    int begin = stage.position() + 4;
    stage.position(begin).limit(begin + length);
    handler.handle(decoder.decode(stage));
    stage.limit(end).position(begin + length);
    return true;
  }

  /** Reads bytes of the fragment, and with its last ones what comes next: mostly a header. */
  private long readPayload(ScatteringByteChannel channel) throws IOException {
    ByteBuffer[] room = receive == null ? null : receive.room(left);
    if (room == null) {
      return skip(channel);
    }
    ByteBuffer[] roomAndStage = Arrays.copyOf(room, room.length + 1);
    roomAndStage[room.length] = stage;
    long count = 0;
    int filled = 0;
    try {
      count = channel.read(roomAndStage);
      filled = (int) Math.max(0, Math.min(count, left));
    } finally {
      receive.filled(filled);
    }
    left -= filled;
    full = !stage.hasRemaining();
    return count;
  }

  private int skip(ScatteringByteChannel channel) throws IOException {
    if (skipped == null) {
      skipped = ByteBuffer.allocateDirect(64 << 10);
    }
    skipped.clear().limit(Math.min(skipped.capacity(), left));
    int count = channel.read(skipped);
    left -= Math.max(0, count);
    full = !skipped.hasRemaining();
    return count;
  }

  private void endFragment() throws ProtocolViolationException {
    FragmentLayout.Header ended = fragment;
    BulkReceive into = receive;
    fragment = null;
    receive = null;
    if (ended.last() && into != null) {
      completion.complete(ended.number(), into);
    }
  }

  @Override
  public void close() {
    // the buffers are the garbage collector's; what was received is the session's
  }
}
