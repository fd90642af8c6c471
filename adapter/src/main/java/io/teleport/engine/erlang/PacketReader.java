package io.teleport.engine.erlang;

import io.teleport.engine.net.LinkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;

/**
 * Cuts what arrives into packets. The begin of a packet is read into a buffer; what is left of a
 * large one goes straight to where it will stay. Confined to the link's loop.
 */
final class PacketReader implements LinkReader {

  /** How much of a packet is looked at before it is decided where the rest goes. */
  static final int HEAD = 16 << 10;

  private static final int BUFFER = 128 << 10;
  private static final int PER_VISIT = 1 << 20;

  /** What may be read beyond the end of a packet that is read in place: the next one's header. */
  private static final int BEYOND = 1 << 10;

  /** Takes packets. */
  interface Handler {

    /** A tick. */
    void tick();

    /**
     * A packet begins.
     *
     * @param head what holds its begin; valid until this returns
     * @param length how many bytes of it are there: all, or {@link #HEAD}, or as many as the header
     *     of a later fragment has
     * @param packet the length of the packet
     * @return where it goes on; or null to be asked again when reading is resumed
     * @throws ErlangProtocolException if the peer must not send it
     */
    Body begin(byte[] head, int length, long packet) throws ErlangProtocolException;

    /** Nothing more will come of a packet that has begun. */
    void cutShort(Body body);

    /** A packet has ended. */
    void end(Body body) throws ErlangProtocolException;

    /** There is more to read than fits into a buffer. */
    void busy();

    /** Nothing is read until somebody resumes reading. */
    void paused();

    /** Nothing more will come. */
    void close();
  }

  /**
   * Where the rest of a packet goes.
   *
   * @param offset how many bytes of the packet come before that
   * @param receive takes the rest
   * @param isLast whether the packet ends a message
   * @param message what the message is; for the handler
   */
  record Body(int offset, PayloadReceive receive, boolean isLast, Object message) {}

  private final Handler handler;
  private final int maxPacket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final byte[] head = new byte[HEAD];
  private Body body;
  private long left;
  private boolean paused;

  /** Whether the last read got as much as there was room for. */
  private boolean more;

  /**
   * Creates a reader.
   *
   * @param maxPacket how long a packet may be
   */
  PacketReader(Handler handler, int maxPacket) {
    this(handler, maxPacket, ByteBuffer.allocate(0));
  }

  /**
   * Creates a reader.
   *
   * @param maxPacket how long a packet may be
   * @param read a few bytes that were read already
   */
  PacketReader(Handler handler, int maxPacket, ByteBuffer read) {
    this.handler = handler;
    this.maxPacket = maxPacket;
    buffer.clear().put(read).flip();
  }

  @Override
  public boolean read(ScatteringByteChannel channel) throws IOException {
    if (paused) {
      paused = false;
      handleAll();
    }
    for (long total = 0; total < PER_VISIT && !paused; ) {
      ByteBuffer[] room = body == null ? null : body.receive().room(left);
      long count = room == null ? readBuffer(channel) : readInPlace(channel, room);
      if (count < 0) {
        return false;
      }
      handleAll();
      if (count == 0 || !more) {
        return true;
      }
      total += count;
    }
    return true;
  }

  private long readBuffer(ScatteringByteChannel channel) throws IOException {
    buffer.compact();
    int room = buffer.remaining();
    int count = channel.read(buffer);
    more = count == room;
    if (more) {
      handler.busy();
    }
    buffer.flip();
    return count;
  }

  private long readInPlace(ScatteringByteChannel channel, ByteBuffer[] room) throws IOException {
    long size = 0;
    for (ByteBuffer part : room) {
      size += part.remaining();
    }
    // What follows the packet is another one's, and goes into the buffer.
    int beyond = size < left ? 0 : BEYOND;
    buffer.clear().limit(beyond);
    ByteBuffer[] all = Arrays.copyOf(room, room.length + 1);
    all[room.length] = buffer;
    long count = channel.read(all, 0, all.length);
    long inPlace = Math.max(0, Math.min(count, size));
    more = count == size + beyond;
    handler.busy();
    buffer.flip();
    body.receive().filled(inPlace);
    left -= inPlace;
    return count;
  }

  private void handleAll() throws ErlangProtocolException {
    while (!paused) {
      if (body != null) {
        takeFromBuffer();
        if (left > 0) {
          if (body.receive().accepts() == 0) {
            paused = true;
            handler.paused();
            body.receive().await();
          } else if (buffer.hasRemaining()) {
            continue;
          }
          return;
        }
        Body ended = body;
        body = null;
        handler.end(ended);
      } else if (!begin()) {
        return;
      }
    }
  }

  private void takeFromBuffer() {
    int count = (int) Math.min(Math.min(left, buffer.remaining()), body.receive().accepts());
    if (count == 0) {
      return;
    }
    int end = buffer.limit();
    buffer.limit(buffer.position() + count);
    body.receive().put(buffer);
    buffer.limit(end);
    left -= count;
  }

  /** Begins with the next packet; returns false if that has to wait. */
  private boolean begin() throws ErlangProtocolException {
    if (buffer.remaining() < PacketLayout.LENGTH) {
      return false;
    }
    int position = buffer.position();
    int length = buffer.getInt(position);
    if (length == 0) {
      buffer.position(position + PacketLayout.LENGTH);
      handler.tick();
      return true;
    }
    if (length < 0 || length > maxPacket) {
      throw new ErlangProtocolException(
          "a packet of %d bytes; allowed are %d".formatted(length & 0xFFFF_FFFFL, maxPacket));
    }
    int wanted = wanted(position + PacketLayout.LENGTH, length);
    if (buffer.remaining() - PacketLayout.LENGTH < wanted) {
      return false;
    }
    buffer.get(position + PacketLayout.LENGTH, head, 0, wanted);
    Body begun = handler.begin(head, wanted, length);
    if (begun == null) {
      paused = true;
      handler.paused();
      return false;
    }
    body = begun;
    buffer.position(position + PacketLayout.LENGTH + begun.offset());
    left = (long) length - begun.offset();
    return true;
  }

  private int wanted(int position, int length) {
    boolean isNext =
        buffer.remaining() >= PacketLayout.LENGTH + 2
            && buffer.get(position) == PacketLayout.VERSION
            && buffer.get(position + 1) == PacketLayout.NEXT_FRAGMENT;
    return Math.min(length, isNext ? PacketLayout.NEXT_HEADER : HEAD);
  }

  @Override
  public void close() {
    Body cut = body;
    body = null;
    if (cut != null) {
      handler.cutShort(cut);
    }
    handler.close();
  }
}
