package io.teleport.engine.peer;

import io.teleport.BodyLengthException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.FragmentLayout;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkWriter;
import io.teleport.engine.net.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes the fragments of large messages to one bulk socket, in turns: each message that has
 * something to send gets a few fragments, so that they share the socket fairly.
 *
 * <p>Fragments are gathered, several to a system call, from wherever their bytes lie. Bytes on the
 * heap go through a staging buffer, in which the headers are put together, too; files are
 * transferred by the operating system.
 *
 * <p>{@link #arm} and {@link #load} may be called by any thread; the rest belongs to the link's
 * loop.
 */
final class BulkWriter implements LinkWriter {

  // Measured with two nodes on two processors, and fragments of 1 MiB: callers beside large
  // messages get a third more answers than with 4 MiB, and the slowest come a third sooner. With
  // 1 MiB they get twice as many, but large messages are slower by a fifteenth.
  private static final int PER_VISIT = 2 << 20;

  // Measured: messages that take turns fragment by fragment are all complete late, and out of the
  // processor's cache by then; a ring of nodes moves a tenth less.
  private static final int PER_TURN = 4 << 20;
  private static final int STAGING = 256 << 10;
  private static final int MIN_STAGING = 4 << 10;
  private static final int MAX_VIEWS = 128;
  private static final int ZEROS = 64 << 10;

  private final int fragmentSize;
  private final Queue<BulkSend> armed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger load = new AtomicInteger();
  private final Deque<BulkSend> turn = new ArrayDeque<>();
  private final List<BulkSend> finishing = new ArrayList<>();
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
  private final ByteBuffer[] batch = new ByteBuffer[2 * MAX_VIEWS];
  private volatile Link link;
  private volatile boolean tickDue;
  private int batchFrom;
  private int batchTo;
  private int staged;
  private BulkSend inTurn;
  private long sentInTurn;
  private boolean wrote;
  private BulkSend fileSend;
  private FileChannel file;
  private long filePosition;
  private long fileLeft;
  private ByteBuffer zeros;

  /**
   * Creates a writer.
   *
   * @param fragmentSize how many bytes go into a fragment at the most
   */
  BulkWriter(int fragmentSize) {
    this.fragmentSize = fragmentSize;
  }

  /** Says which link it writes to. */
  void attachTo(Link target) {
    link = target;
  }

  /** Takes note of a message that is to be written here. */
  void attached() {
    load.incrementAndGet();
  }

  /** Returns how many messages are to be written here. */
  int load() {
    return load.get();
  }

  /** Gives a message a turn, as it may have something to send now. */
  void arm(BulkSend send) {
    if (send.enterTurn(this)) {
      armed.add(send);
      link.flush();
    }
  }

  /** Sends a tick, between two fragments, if nothing was sent since a moment. */
  void tickIfIdle(long idleSince) {
    if (link.lastWrite() - idleSince <= 0) {
      tickDue = true;
      link.flush();
    }
  }

  @Override
  public boolean isBrief() {
    // Small messages would wait for a loop that fills a socket's buffer for another one.
    return false;
  }

  @Override
  public Progress write(GatheringByteChannel channel) throws IOException {
    Progress progress = visit(channel);
    if (progress != Progress.IDLE) {
      letOthersGoFirst();
    }
    return progress;
  }

  /**
   * Gives the processor to who waits for it, after a visit that has moved as much as it may, or as
   * the socket takes: the reader at the other end, if it is on this machine, or callers. Where
   * nobody waits this costs next to nothing.
   */
  // Measured with two nodes on two processors: the smaller a visit, the more this gives to callers.
  // With 4 MiB it costs large messages nothing; with 1 MiB callers get twice as many answers, and
  // large messages are slower by a tenth. If the reader yields, too, they are slower again.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void letOthersGoFirst() {
    Thread.yield();
  }

  private Progress visit(GatheringByteChannel channel) throws IOException {
    long written = 0;
    wrote = false;
    while (true) {
      while (batchFrom < batchTo) {
        written += channel.write(batch, batchFrom, batchTo - batchFrom);
        wrote = written > 0;
        while (batchFrom < batchTo && !batch[batchFrom].hasRemaining()) {
          batch[batchFrom++] = null;
        }
        if (batchFrom < batchTo) {
          return Progress.SOCKET_FULL;
        }
      }
      while (fileLeft > 0) {
        long count = writeFile(channel);
        if (count == 0) {
          return Progress.SOCKET_FULL;
        }
        written += count;
        wrote = true;
      }
      settle();
      if (written >= PER_VISIT) {
        return Progress.MORE;
      }
      if (!gather()) {
        return Progress.IDLE;
      }
    }
  }

  @Override
  public boolean hasWritten() {
    return wrote;
  }

  /** Writes some of the file's fragment; returns how much, 0 if the socket takes no more. */
  private long writeFile(GatheringByteChannel channel) throws IOException {
    if (fileSend.isBroken()) {
      return pad(channel);
    }
    long most = Math.min(fileLeft, PER_VISIT);
    long count;
    try {
      count = Math.max(0, file.transferTo(filePosition, most, channel));
    } catch (IOException | RuntimeException e) {
      TeleportException fault = faultOfFile(e);
      if (fault == null) {
        throw e;
      }
      fileSend.broken(fault);
      return pad(channel);
    }
    if (count == 0 && isTruncated()) {
      fileSend.broken(
          new BodyLengthException(
              "a file became shorter while it was sent: it ends before byte "
                  + (filePosition + fileLeft)));
      return pad(channel);
    }
    filePosition += count;
    fileLeft -= count;
    fileSend.advance(count);
    return count;
  }

  private boolean isTruncated() {
    try {
      return file.size() < filePosition + fileLeft;
    } catch (IOException e) {
      // It cannot be read any more, which the next attempt to do so will show.
      return false;
    }
  }

  /** Returns why the file cannot be read, or null if it can be, and the socket is at fault. */
  private TeleportException faultOfFile(Exception failure) {
    try {
      file.read(ByteBuffer.allocate(1), filePosition);
      return null;
    } catch (IOException | RuntimeException e) {
      return new TeleportException("a file could not be read while it was sent: " + e, failure);
    }
  }

  /**
   * Writes zeros in the place of bytes that the file does not have: the length of the fragment is
   * with the peer already. The message is taken back, so nobody takes them for content.
   */
  private long pad(GatheringByteChannel channel) throws IOException {
    if (zeros == null) {
      zeros = ByteBuffer.allocateDirect(ZEROS);
    }
    zeros.clear().limit((int) Math.min(fileLeft, ZEROS));
    int count = channel.write(zeros);
    fileLeft -= count;
    return count;
  }

  /**
   * What was put together has been written: messages that ended with it are done with, the file's
   * goes on.
   */
  private void settle() {
    releaseWritten();
    if (fileSend != null) {
      turn.add(fileSend);
      fileSend = null;
      file = null;
    }
  }

  private void releaseWritten() {
    finishing.forEach(this::letGo);
    finishing.clear();
  }

  /** Puts the next fragments together; returns whether there are any. */
  private boolean gather() {
    staging.clear();
    staged = 0;
    batchFrom = 0;
    batchTo = 0;
    if (tickDue) {
      tickDue = false;
      staging.put(FrameEncoder.tick());
    }
    long gathered = 0;
    while (gathered < PER_VISIT
        && fileLeft == 0
        && fileSend == null
        && batchTo < MAX_VIEWS
        && staging.remaining() > MIN_STAGING) {
      BulkSend send = next();
      if (send == null) {
        break;
      }
      if (send.current() instanceof Segment.FileRange range) {
        beginFile(send, range);
      } else {
        gathered += gatherFragment(send);
      }
    }
    stage();
    return batchTo > 0;
  }

  private BulkSend next() {
    BulkSend arrived;
    while ((arrived = armed.poll()) != null) {
      turn.add(arrived);
    }
    BulkSend send;
    while ((send = turn.poll()) != null) {
      if (send.isOver()) {
        endTurn(send);
        letGo(send);
      } else if (send.hasWork()) {
        return send;
      } else {
        endTurn(send);
        send.leaveTurn();
        // An allowance that came before it left did not give it a turn.
        if (send.hasWork() && send.enterTurn(this)) {
          turn.add(send);
        }
      }
    }
    return null;
  }

  private void beginFile(BulkSend send, Segment.FileRange range) {
    int count =
        (int)
            Math.min(
                Math.min(send.ready(), fragmentSize), range.length() - send.content().offset());
    // Never the last one: whether the file has as many bytes shows only while they are written.
    FragmentLayout.write(staging, send.number(), false, count);
    fileSend = send;
    file = range.channel();
    filePosition = range.offset() + send.content().offset();
    fileLeft = count;
  }

  /** Adds one fragment of bytes in memory; returns its length. */
  private int gatherFragment(BulkSend send) {
    int headerAt = staging.position();
    staging.position(headerAt + FragmentLayout.HEADER);
    int most = (int) Math.min(send.ready(), fragmentSize);
    int count = 0;
    while (count < most && batchTo < 2 * MAX_VIEWS - 2) {
      Segment segment = send.current();
      if (segment instanceof Segment.FileRange) {
        break;
      }
      int step =
          segment instanceof Segment.Heap heap
              ? copy(send, heap, most - count)
              : refer(send, segment, most - count);
      if (step == 0) {
        break;
      }
      send.advance(step);
      count += step;
    }
    boolean last = send.isLast(0);
    FragmentLayout.write(staging.duplicate().position(headerAt), send.number(), last, count);
    if (last) {
      endTurn(send);
      send.lastWritten();
      finishing.add(send);
    } else if (goesOn(send, count)) {
      turn.addFirst(send);
    } else {
      turn.add(send);
    }
    return count;
  }

  /** Counts what a message has sent in its turn; returns whether the turn goes on. */
  private boolean goesOn(BulkSend send, int count) {
    sentInTurn = send == inTurn ? sentInTurn + count : count;
    inTurn = sentInTurn < PER_TURN ? send : null;
    return inTurn != null;
  }

  /** Holds on to a message, and so to its memory, no longer than its turn. */
  private void endTurn(BulkSend send) {
    if (send == inTurn) {
      inTurn = null;
    }
  }

  private int copy(BulkSend send, Segment.Heap heap, int most) {
    int offset = (int) send.content().offset();
    int count = Math.min(Math.min(most, heap.count() - offset), staging.remaining());
    staging.put(heap.array(), heap.offset() + offset, count);
    return count;
  }

  private int refer(BulkSend send, Segment segment, int most) {
    stage();
    ByteBuffer view = send.content().view(segment, most);
    batch[batchTo++] = view;
    return view.remaining();
  }

  /** Makes what stands in the staging buffer since the last time a part of the batch. */
  private void stage() {
    if (staging.position() > staged) {
      batch[batchTo++] = staging.slice(staged, staging.position() - staged);
      staged = staging.position();
    }
  }

  @Override
  public void abandon() {
    releaseWritten();
    inTurn = null;
    turn.forEach(this::letGo);
    turn.clear();
    if (fileSend != null) {
      letGo(fileSend);
      fileSend = null;
      fileLeft = 0;
    }
  }

  @Override
  public void discard() {
    BulkSend send;
    while ((send = armed.poll()) != null) {
      letGo(send);
    }
  }

  private void letGo(BulkSend send) {
    if (send.letGo(this)) {
      load.decrementAndGet();
    }
  }
}
