package io.teleport.engine.erlang;

import io.teleport.engine.net.LinkWriter;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes packets. Small ones, ticks among them, are put together and take turns with the fragments
 * of large messages, of which one at a time leaves: so nothing small waits for more than one
 * fragment, and large messages share the socket among themselves.
 *
 * <p>Owns what is queued until its fate is told. {@link #offer} and {@link #offerLarge} may be
 * called by any thread.
 */
final class PacketWriter implements LinkWriter {

  private static final int PER_VISIT = 512 << 10;
  private static final int STAGING = 64 << 10;

  private final PacketEncoder encoder;
  private final Queue<Small> smalls = new ConcurrentLinkedQueue<>();
  private final Queue<Large> larges = new ConcurrentLinkedQueue<>();
  private final AtomicInteger largeCount = new AtomicInteger();
  private final AtomicLong sequences = new AtomicLong();
  private final AtomicLong backlog = new AtomicLong();

  /** Large messages whose next bytes have not been supplied yet. */
  private final Queue<Large> starving = new ArrayDeque<>();

  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING).limit(0);

  /** The small packets that are in the staging buffer. */
  private final List<Small> staged = new ArrayList<>();

  /** A small packet that fits only in part. */
  private Small split;

  private int splitAt;

  /** The large message of which a packet is being written; null between packets. */
  private Large current;

  /** How much of that packet's content was not put into {@link #parts} yet. */
  private long leftInPacket;

  private ByteBuffer[] parts = new ByteBuffer[0];
  private int firstPart;
  private boolean wrote;
  private boolean isTurnOfLarge;

  PacketWriter(PacketEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * A packet that is ready.
   *
   * @param bytes with its length
   * @param fate learns what became of it
   */
  private record Small(byte[] bytes, Consumer<Departure> fate) {}

  /** A message that is written piece by piece. */
  private final class Large {
    private final OutgoingMessage message;
    private final long sequence;
    private final GatherCursor cursor;
    private long left;
    private boolean hasBegun;

    Large(OutgoingMessage message, long sequence) {
      this.message = message;
      this.sequence = sequence;
      this.cursor = PacketEncoder.content(message);
      this.left = PacketEncoder.fragments(message);
    }

    /** Returns how many bytes of the payload go into the next packet. */
    private long nextPayload() {
      long rest = (hasBegun ? 0 : message.prefix().length) + cursor.remaining();
      return encoder.canFragment() ? Math.min(PacketLayout.FRAGMENT, rest) : rest;
    }

    /** Returns whether a whole packet of it can be written, or never will be. */
    boolean isReady() {
      int prefix = hasBegun ? 0 : message.prefix().length;
      return message.hasFailed() || cursor.available() >= nextPayload() - prefix;
    }
  }

  /** Queues a packet; the link is to be flushed afterwards. */
  void offer(byte[] packet, Consumer<Departure> fate) {
    backlog.addAndGet(packet.length);
    smalls.add(new Small(packet, fate));
  }

  /** Queues a large message; the link is to be flushed afterwards. */
  void offerLarge(OutgoingMessage message) {
    largeCount.incrementAndGet();
    larges.add(new Large(message, sequences.incrementAndGet()));
  }

  /** Returns how many bytes of small packets wait. */
  long backlog() {
    return backlog.get();
  }

  /** Returns whether nothing waits. */
  boolean isEmpty() {
    return backlog.get() == 0 && largeCount.get() == 0;
  }

  @Override
  public boolean isBrief() {
    return largeCount.get() == 0;
  }

  @Override
  public Progress write(GatheringByteChannel channel) throws IOException {
    long written = 0;
    wrote = false;
    while (true) {
      if (staging.hasRemaining()) {
        written += channel.write(staging);
        wrote = written > 0;
        if (staging.hasRemaining()) {
          return Progress.SOCKET_FULL;
        }
        settleStaged();
      }
      if (current != null) {
        written += writeParts(channel);
        wrote = written > 0;
        if (firstPart < parts.length) {
          return Progress.SOCKET_FULL;
        }
        endPart();
      }
      if (written >= PER_VISIT) {
        return Progress.MORE;
      }
      if (current == null && !nextPacket()) {
        return Progress.IDLE;
      }
    }
  }

  @Override
  public boolean hasWritten() {
    return wrote;
  }

  private long writeParts(GatheringByteChannel channel) throws IOException {
    long written = 0;
    while (firstPart < parts.length) {
      long count = channel.write(parts, firstPart, parts.length - firstPart);
      written += count;
      while (firstPart < parts.length && !parts[firstPart].hasRemaining()) {
        firstPart++;
      }
      if (count == 0) {
        return written;
      }
    }
    return written;
  }

  /** All that was taken of the current packet is written: takes more, or ends the packet. */
  private void endPart() throws IOException {
    if (leftInPacket > 0) {
      takeParts(new ArrayList<>());
      return;
    }
    Large done = current;
    done.cursor.written();
    current = null;
    parts = new ByteBuffer[0];
    firstPart = 0;
    if (--done.left > 0 && encoder.canFragment()) {
      larges.add(done);
    } else {
      largeCount.decrementAndGet();
      done.message.settle(Departure.LEFT);
    }
  }

  /** Begins with what comes next; returns false if there is nothing. */
  private boolean nextPacket() throws IOException {
    boolean large = isTurnOfLarge;
    isTurnOfLarge = !isTurnOfLarge;
    return large ? nextLarge() || nextSmalls() : nextSmalls() || nextLarge();
  }

  private boolean nextSmalls() {
    staging.clear();
    while (staging.hasRemaining()) {
      if (split == null) {
        split = smalls.poll();
        splitAt = 0;
      }
      if (split == null) {
        break;
      }
      int count = Math.min(staging.remaining(), split.bytes().length - splitAt);
      staging.put(split.bytes(), splitAt, count);
      splitAt += count;
      if (splitAt == split.bytes().length) {
        staged.add(split);
        split = null;
      }
    }
    staging.flip();
    if (split != null) {
      // No packet may come between its parts.
      isTurnOfLarge = false;
    }
    return staging.hasRemaining();
  }

  private void settleStaged() {
    for (Small small : staged) {
      backlog.addAndGet(-small.bytes().length);
      small.fate().accept(Departure.LEFT);
    }
    staged.clear();
  }

  private boolean nextLarge() throws IOException {
    for (Large next = nextReady(); next != null; next = nextReady()) {
      if (next.message.hasFailed() || !begin(next)) {
        takeBack(next);
      } else {
        return true;
      }
    }
    return false;
  }

  /** Returns a message of which a packet can be written now; null if there is none. */
  private Large nextReady() {
    for (int i = starving.size(); i > 0; i--) {
      Large next = starving.remove();
      if (next.isReady()) {
        return next;
      }
      starving.add(next);
    }
    for (Large next = larges.poll(); next != null; next = larges.poll()) {
      if (next.isReady()) {
        return next;
      }
      starving.add(next);
    }
    return null;
  }

  /**
   * Prepares the next packet of a message.
   *
   * @return false if its bytes cannot be read, and none of this packet is written
   */
  private boolean begin(Large next) throws IOException {
    OutgoingMessage message = next.message;
    int prefix = next.hasBegun ? 0 : message.prefix().length;
    long payload = next.nextPayload();
    List<ByteBuffer> packet = new ArrayList<>();
    if (!encoder.canFragment()) {
      packet.add(encoder.wholeHeader(message));
    } else if (next.hasBegun) {
      packet.add(PacketEncoder.nextHeader(next.sequence, next.left, (int) payload));
    } else {
      packet.add(PacketEncoder.firstHeader(message, next.sequence, next.left, (int) payload));
    }
    leftInPacket = payload - prefix;
    current = next;
    try {
      takeParts(packet);
    } catch (IOException e) {
      current = null;
      Log.limited("TLP1440", "a file that was being sent to an Erlang node cannot be read", e);
      return false;
    }
    next.hasBegun = true;
    return true;
  }

  /**
   * Leaves out the rest of a message. The protocol cannot say so: what the other node has of it
   * stays in its memory until the connection ends, and nobody sees it.
   */
  private void takeBack(Large large) {
    largeCount.decrementAndGet();
    if (large.hasBegun) {
      Log.limited(
          "TLP1441",
          "a message to an Erlang node was taken back half sent: %d of its %d bytes; the other node keeps what it has until the connection ends"
              .formatted(
                  large.message.payloadLength() - large.cursor.remaining(),
                  large.message.payloadLength()),
          null);
    }
    large.message.settle(Departure.TAKEN_BACK);
  }

  private void takeParts(List<ByteBuffer> next) throws IOException {
    leftInPacket -= current.cursor.next(Math.min(leftInPacket, PacketLayout.FRAGMENT), next);
    parts = next.toArray(new ByteBuffer[0]);
    firstPart = 0;
  }

  @Override
  public void abandon() {
    for (Small small : staged) {
      backlog.addAndGet(-small.bytes().length);
      small.fate().accept(Departure.CUT_SHORT);
    }
    staged.clear();
    if (split != null) {
      backlog.addAndGet(-split.bytes().length);
      split.fate().accept(Departure.CUT_SHORT);
      split = null;
    }
    if (current != null) {
      largeCount.decrementAndGet();
      current.message.settle(Departure.CUT_SHORT);
      current = null;
    }
    for (Large large = starving.poll(); large != null; large = starving.poll()) {
      giveUp(large);
    }
  }

  private void giveUp(Large large) {
    largeCount.decrementAndGet();
    large.message.settle(large.hasBegun ? Departure.CUT_SHORT : Departure.NOT_SENT);
  }

  @Override
  public void discard() {
    for (Small small = smalls.poll(); small != null; small = smalls.poll()) {
      backlog.addAndGet(-small.bytes().length);
      small.fate().accept(Departure.NOT_SENT);
    }
    for (Large large = larges.poll(); large != null; large = larges.poll()) {
      giveUp(large);
    }
  }
}
