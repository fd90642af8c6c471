package io.teleport.engine.peer;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One side of a pool whose sockets are queues in memory: what was put in comes out when the test
 * wants it, or never.
 */
final class SimulatedPool extends PoolWithoutSockets {

  private static final int FRAGMENT = 64 << 10;

  private final SimulatedNode node;
  private final Deque<byte[]> control = new ArrayDeque<>();
  private final Deque<byte[]> small = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final ByteArrayOutputStream bulk = new ByteArrayOutputStream();
  private final FrameDecoder controlDecoder = new FrameDecoder();
  private final FrameDecoder smallDecoder = new FrameDecoder();
  private final BulkWriter writer = new BulkWriter(FRAGMENT);
  private final BulkReader reader;
  private final ThrottledChannel outward;
  private final ThrottledChannel inward;
  private SimulatedPool other;
  private boolean full;
  private boolean ended;
  private boolean settled;

  /** A frame that the socket of a lane has no room for. */
  private record Waiting(Deque<byte[]> lane, QueuedFrame frame) {}

  SimulatedPool(SimulatedNode node, Link idle, long seed) {
    super(node.association());
    this.node = node;
    writer.attachTo(idle);
    outward = new ThrottledChannel(seed, 3 * FRAGMENT);
    inward = new ThrottledChannel(seed + 1, 3 * FRAGMENT);
    LargeArrivals receiver = node.association().receiver().large();
    reader =
        new BulkReader(
            FRAGMENT,
            receiver::find,
            receiver::complete,
            frame -> node.association().handle(this, frame));
    node.association().begun(this);
  }

  /** Makes two sides one pool. */
  static void join(SimulatedPool one, SimulatedPool two) {
    one.other = two;
    two.other = one;
  }

  SimulatedPool other() {
    return other;
  }

  /** Lets the association use it. */
  void publish() {
    if (!ended) {
      node.association().add(this);
    }
  }

  /** Lets one frame of the control lane arrive; returns whether there was one. */
  boolean deliverControl() throws ProtocolViolationException {
    return deliver(other.control, controlDecoder);
  }

  /** Lets one frame of the small lane arrive; returns whether there was one. */
  boolean deliverSmall() throws ProtocolViolationException {
    return deliver(other.small, smallDecoder);
  }

  private boolean deliver(Deque<byte[]> from, FrameDecoder decoder)
      throws ProtocolViolationException {
    byte[] frame = ended ? null : from.poll();
    if (frame != null) {
      Frame decoded = decoder.decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
      node.handled.merge(decoded.getClass(), 1, Integer::sum);
      node.association().handle(this, decoded);
    }
    return frame != null;
  }

  /** Writes some of the large messages; returns whether there was something to write. */
  boolean writeBulk() throws IOException {
    if (ended) {
      return false;
    }
    LinkWriter.Progress progress = writer.write(outward);
    byte[] bytes = outward.drain();
    bulk.writeBytes(bytes);
    return bytes.length > 0 || progress != LinkWriter.Progress.IDLE;
  }

  /** Lets all bytes of large messages that are under way arrive. */
  boolean readBulk() throws IOException {
    byte[] bytes = other.bulk.toByteArray();
    if (ended || bytes.length == 0) {
      return false;
    }
    other.bulk.reset();
    inward.toRead(bytes);
    while (!inward.isAllRead()) {
      reader.read(inward);
    }
    return true;
  }

  /** From now on the sockets take nothing. */
  void fill() {
    full = true;
  }

  /** The sockets take what waits; returns whether there was something. */
  boolean drain() {
    full = false;
    boolean moved = !waiting.isEmpty();
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      write(next.lane(), next.frame());
    }
    return moved;
  }

  /** Loses what is under way from this side. */
  void loseWhatIsUnderWay() {
    control.clear();
    small.clear();
    bulk.reset();
  }

  /** The sockets of this side are closed. */
  void settle() {
    if (ended && !settled) {
      writer.abandon();
      writer.discard();
      while (!waiting.isEmpty()) {
        waiting.remove().frame().dropped();
      }
      settled = true;
      node.association().lost(this, "cut");
    }
  }

  @Override
  public boolean isUsable() {
    return !ended;
  }

  @Override
  public void control(byte[] frame) {
    offer(control, new QueuedFrame.Control(frame));
  }

  @Override
  public void offerControl(QueuedFrame frame) {
    offer(control, frame);
  }

  @Override
  public void offerSmall(QueuedFrame frame) {
    offer(small, frame);
  }

  private void offer(Deque<byte[]> lane, QueuedFrame frame) {
    if (ended) {
      frame.dropped();
    } else if (full) {
      waiting.add(new Waiting(lane, frame));
    } else {
      write(lane, frame);
    }
  }

  private static void write(Deque<byte[]> lane, QueuedFrame frame) {
    lane.add(Arrays.copyOf(frame.array(), frame.length()));
    frame.written();
  }

  @Override
  public void flushControl() {
    // queues need none
  }

  @Override
  public void flushSmall() {
    // queues need none
  }

  @Override
  public BulkWriter leastLoaded() {
    return writer;
  }

  @Override
  public void end(Throwable reason) {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isSettled() {
    return settled;
  }
}
