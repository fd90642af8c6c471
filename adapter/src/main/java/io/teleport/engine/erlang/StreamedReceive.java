package io.teleport.engine.erlang;

import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The bytes of a binary that its listener reads while it arrives. When the listener is slower than
 * the bytes come, the socket is not read; if that takes too long the rest of the message is left
 * out, so that others get through.
 *
 * <p>Confined to the loop, but for {@link #roomUpTo} and {@link #closed}.
 */
final class StreamedReceive implements PayloadReceive {

  /**
   * How a socket stands still while a listener does not read.
   *
   * @param loop serves it
   * @param resume reads on; called by any thread
   * @param toBegin for how long it may stand still before the listener begins; null: for ever
   * @param toGoOn for how long it may stand still while the listener reads; null: for ever
   */
  record Stall(Loop loop, Runnable resume, Duration toBegin, Duration toGoOn) {}

  private final Stall stall;
  private final long size;
  private final Consumer<String> leftOut;
  private final AtomicLong allowed = new AtomicLong();
  private final AtomicBoolean waits = new AtomicBoolean();
  private volatile boolean closed;
  private BodySink sink;
  private long received;
  private boolean hasRoomOut;
  private boolean hasExcess;
  private boolean failed;
  private boolean ended;
  private boolean isWatched;

  /**
   * Creates it; {@link #into} makes it work.
   *
   * @param size how many bytes will come
   * @param leftOut told if the rest is left out because the listener does not read, and why
   */
  StreamedReceive(Stall stall, long size, Consumer<String> leftOut) {
    this.stall = stall;
    this.size = size;
    this.leftOut = leftOut;
  }

  /** Sets where the bytes go. Called once, before there are any. */
  void into(BodySink target) {
    sink = target;
  }

  /** There is more room for it. Called by any thread. */
  void roomUpTo(long upTo) {
    allowed.accumulateAndGet(upTo, Math::max);
    wake();
  }

  /** Nobody reads it any more. Called by any thread. */
  void closed() {
    closed = true;
    wake();
  }

  private void wake() {
    if (waits.compareAndSet(true, false)) {
      stall.resume().run();
    }
  }

  private boolean isOfUse() {
    return !closed && !failed && received < size;
  }

  @Override
  public long accepts() {
    return isOfUse() ? Math.min(size, allowed.get()) - received : Long.MAX_VALUE;
  }

  @Override
  public void await() {
    waits.set(true);
    watch();
    if (accepts() > 0) {
      wake();
    }
  }

  private void watch() {
    Duration most = received == 0 ? stall.toBegin() : stall.toGoOn();
    if (most == null || isWatched) {
      return;
    }
    isWatched = true;
    long before = received;
    stall
        .loop()
        .after(
            most,
            () -> {
              isWatched = false;
              if (waits.get() && !ended && received == before) {
                giveUp(most);
              } else if (waits.get() && !ended) {
                watch();
              }
            });
  }

  private void giveUp(Duration after) {
    String reason =
        received == 0
            ? "its listener did not begin to read it within %d ms, while nothing else of its node"
                + " was read"
            : "its listener read nothing for %d ms (sendTimeout), while nothing else of its node"
                + " was read";
    String text = reason.formatted(after.toMillis());
    fail(text);
    leftOut.accept(text);
    wake();
  }

  private void fail(String reason) {
    if (!failed) {
      failed = true;
      sink.fail(reason);
    }
  }

  @Override
  public ByteBuffer[] room(long most) {
    long count = Math.min(most, accepts());
    if (!isOfUse() || count <= 0) {
      return null;
    }
    try {
      ByteBuffer[] room = sink.room(count);
      hasRoomOut = room != null;
      return room;
    } catch (IOException e) {
      Log.debug("TLP1435", "a body that arrives has no room: " + e.getMessage());
      fail(e.getMessage());
      return null;
    }
  }

  @Override
  public void filled(long count) {
    hasRoomOut = false;
    received += count;
    sink.filled(count);
  }

  @Override
  public void put(ByteBuffer source) {
    hasExcess |= received == size;
    ByteBuffer[] room = room(source.remaining());
    if (room == null) {
      source.position(source.limit());
      return;
    }
    long count = 0;
    for (ByteBuffer part : room) {
      ByteBuffer slice = source.slice(source.position(), part.remaining());
      source.position(source.position() + slice.remaining());
      count += slice.remaining();
      part.put(slice);
    }
    filled(count);
  }

  /** Says that all has arrived; there is nothing to hand on, since that was done before. */
  @Override
  public ReceivedPayload finish() {
    ended = true;
    if (failed || closed) {
      return null;
    }
    try {
      if (hasExcess) {
        fail("more bytes came than belong to it");
      } else {
        sink.end();
      }
    } catch (IOException e) {
      fail(e.getMessage());
    }
    return null;
  }

  @Override
  public void abandon() {
    ended = true;
    if (hasRoomOut) {
      hasRoomOut = false;
      sink.filled(0);
    }
    fail("the connection was lost while it arrived");
  }
}
