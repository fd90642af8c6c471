package io.teleport.engine.peer;

import io.teleport.BackpressureException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.net.GatherList;
import io.teleport.term.BinaryContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Reads the tail of a message from a stream, in the sending thread, no faster than it can be sent.
 */
final class Pump {

  private static final int STEP = 256 << 10;

  private final BulkSend send;
  private final BinaryContent source;
  private final Duration timeout;
  private final Destination destination;

  Pump(BulkSend send, GatherList payload, Duration timeout, Destination destination) {
    this.send = send;
    this.source = payload.pumped();
    this.timeout = timeout;
    this.destination = destination;
  }

  /**
   * Reads until the end of the stream, or until the receiver wants no more.
   *
   * @param abort takes the message back
   * @throws TeleportException if the stream fails, or nothing moves for too long
   */
  void run(Consumer<String> abort) {
    try {
      readAll();
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
    } catch (RuntimeException e) {
      abort.accept("the sender's stream failed: " + e);
      throw e;
    }
  }

  private void readAll() throws IOException, InterruptedException, TimeoutException {
    InputStream in = source.openStream();
    try {
      pump(in);
    } catch (Exception failure) {
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

  private void pump(InputStream in) throws IOException, InterruptedException, TimeoutException {
    long left = source.size() < 0 ? Long.MAX_VALUE : source.size();
    byte[] buffer = new byte[STEP];
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(STEP, left));
      if (count < 0) {
        break;
      }
      boolean full = count > STEP / 2;
      byte[] bytes = full ? buffer : Arrays.copyOf(buffer, count);
      if (full) {
        buffer = new byte[STEP];
      }
      if (count > 0 && !send.supply(bytes, count, timeout.toNanos())) {
        return;
      }
      left -= count;
    }
    if (source.size() >= 0 && left > 0) {
      throw new EOFException(
          "the stream ended "
              + left
              + " bytes before the "
              + source.size()
              + " that were announced");
    }
    send.endSupply();
  }
}
