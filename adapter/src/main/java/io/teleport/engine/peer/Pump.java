package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.BodyLengthException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.term.BinaryContent;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Supplies the tail of a message in the sending thread, no faster than it can be sent: reads a
 * stream or channel, hands over an open file, or passes on what is still arriving.
 */
final class Pump {

  private final BulkSend send;
  private final BinaryContent source;
  private final PumpBuffers buffers;
  private final Duration timeout;
  private final NodeName node;
  private final Destination destination;

  /** Reads on; returns -1 at the end. */
  @FunctionalInterface
  private interface Reading {
    int read(ByteBuffer target) throws IOException;
  }

  Pump(
      BulkSend send,
      BinaryContent source,
      PumpBuffers buffers,
      Duration timeout,
      NodeName node,
      Destination destination) {
    this.send = send;
    this.source = source;
    this.buffers = buffers;
    this.timeout = timeout;
    this.node = node;
    this.destination = destination;
  }

  /**
   * Supplies until the end of the source, or until the receiver wants no more.
   *
   * @param abort takes the message back
   * @throws BodyLengthException if the source has another length than was announced
   * @throws TeleportException if the source fails, or nothing moves for too long
   */
  void run(Consumer<String> abort) {
    try {
      supplyAll();
    } catch (IOException e) {
      abort.accept("the sender's stream failed: " + e.getMessage());
      throw new TeleportException("reading the stream that is to be sent to " + destination, e);
    } catch (TimeoutException e) {
      abort.accept("the sender gave up: " + e.getMessage());
      throw new BackpressureException(
          "the receiver of a stream to %s read nothing for %d ms (sendTimeout)"
              .formatted(destination, timeout.toMillis()),
          e);
    } catch (InterruptedException e) {
      abort.accept("the sender was interrupted");
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while sending a stream to " + destination, e);
    } catch (TeleportException e) {
      abort.accept("the sender's stream failed: " + e.getMessage());
      throw e;
    } catch (RuntimeException | Error e) {
      abort.accept("the sender's stream failed: " + e);
      throw e;
    }
  }

  private void supplyAll() throws IOException, InterruptedException, TimeoutException {
    if (source instanceof StreamReceive arriving) {
      passOn(arriving.openPieces());
    } else if (source instanceof BinaryContent.OpenFile file) {
      closing(file.channel(), () -> handOver(file));
    } else if (source instanceof BinaryContent.Channel body) {
      ReadableByteChannel channel = body.channel();
      if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
        throw new IllegalBlockingModeException();
      }
      closing(channel, () -> copy(channel::read));
    } else {
      InputStream in = source.openStream();
      byte[] block = new byte[PumpBuffers.SIZE];
      closing(in, () -> copy(target -> read(in, block, target)));
    }
  }

  /** What is done with a source before it is closed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException, TimeoutException;
  }

  private static void closing(Closeable in, Work work)
      throws IOException, InterruptedException, TimeoutException {
    try {
      work.run();
    } catch (Exception | Error failure) {
      // Not by try-with-resources: some streams throw the same exception from close once more.
      try {
        in.close();
      } catch (IOException e) {
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
      throw failure;
    }
    in.close();
  }

  private static int read(InputStream in, byte[] block, ByteBuffer target) throws IOException {
    int count = in.read(block, 0, target.remaining());
    if (count > 0) {
      target.put(block, 0, count);
    }
    return count;
  }

  private boolean supply(Segment segment) throws InterruptedException, TimeoutException {
    FlightRecorder.Span stall = FlightRecorder.stall(node, destination::text, "stream");
    String outcome = "given up";
    try {
      boolean isTaken = send.supply(segment, timeout.toNanos());
      outcome = isTaken ? "the receiver went on" : "nobody wants more";
      return isTaken;
    } finally {
      FlightRecorder.end(stall, outcome);
    }
  }

  /** The chunks that arrive leave as they are. */
  private void passOn(StreamReceive.Pieces pieces)
      throws IOException, InterruptedException, TimeoutException {
    Segment piece;
    while ((piece = pieces.next()) != null) {
      if (!supply(piece)) {
        return;
      }
    }
    send.endSupply();
  }

  /** The operating system reads the file; this thread waits for it, and learns if that fails. */
  private void handOver(BinaryContent.OpenFile file) throws InterruptedException, TimeoutException {
    Segment all = new Segment.FileRange(file.channel(), file.position(), file.size());
    if (supply(all)) {
      send.endSupply();
      send.awaitReceived(timeout.toNanos());
    }
  }

  private void copy(Reading in) throws IOException, InterruptedException, TimeoutException {
    boolean known = source.size() >= 0;
    long left = known ? source.size() : Long.MAX_VALUE;
    while (left > 0) {
      ByteBuffer buffer = buffers.take();
      int count = fill(in, buffer.limit((int) Math.min(buffer.capacity(), left)));
      if (count < 0) {
        break;
      }
      left -= count;
      if (count > 0 && !supply(segment(buffer.flip()))) {
        return;
      }
    }
    if (known) {
      checkEnd(in, left);
    }
    send.endSupply();
  }

  /** Reads into a buffer, which goes back if nothing was read. */
  private int fill(Reading in, ByteBuffer buffer) throws IOException {
    int count = 0;
    try {
      count = in.read(buffer);
    } finally {
      if (count <= 0) {
        buffers.giveBack(buffer);
      }
    }
    return count;
  }

  /** A buffer that is almost empty is not worth being kept until its bytes are sent. */
  private Segment segment(ByteBuffer buffer) {
    if (buffer.remaining() > PumpBuffers.SIZE / 2) {
      return new Segment.Lent(buffer, () -> buffers.giveBack(buffer));
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    buffers.giveBack(buffer);
    return new Segment.Heap(bytes, 0, bytes.length);
  }

  private void checkEnd(Reading in, long left) throws IOException {
    if (left > 0) {
      throw new BodyLengthException(
          "the stream that is to be sent to %s ended %d bytes before the %d that were announced"
              .formatted(destination, left, source.size()));
    }
    ByteBuffer more = ByteBuffer.allocate(1);
    int count = 0;
    while (count == 0) {
      count = in.read(more);
    }
    if (count > 0) {
      throw new BodyLengthException(
          "the stream that is to be sent to %s has more than the %d bytes that were announced"
              .formatted(destination, source.size()));
    }
  }
}
