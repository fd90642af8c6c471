package io.teleport.engine.peer;

import io.teleport.engine.etf.ChunkWriter;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.ChunkStream;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Segment;
import io.teleport.term.PayloadReleasedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The tail of a message that is read while it arrives. It asks for memory, and lets the sender
 * send, only when somebody begins to read; so any number of such messages may wait for their
 * listener and hold nothing.
 *
 * <p>One loop puts bytes in, one thread reads them; both at the same time.
 */
public final class StreamReceive implements BulkReceive, ArrivingContent {

  private final long size;
  private final long progress;
  private final int window;
  private final ChunkPool pool;
  private final Allowance allow;
  private final Consumer<StreamReceive> closed;
  private final CompletableFuture<ChunkStream> opened = new CompletableFuture<>();
  private Reservation reservation;
  private boolean begun;
  private boolean claimed;
  private boolean done;
  private boolean filling;
  private String failure;
  private long received;
  private long told;
  private long allowedUpTo;

  /**
   * Creates it.
   *
   * @param size how many bytes will come; -1 if the sender does not know
   * @param progress after how many the sender is to hear how many have come
   * @param window how many chunks are read ahead
   * @param allow lets the sender send
   * @param closed told when nobody reads any more
   */
  StreamReceive(
      long size,
      long progress,
      int window,
      ChunkPool pool,
      Allowance allow,
      Consumer<StreamReceive> closed) {
    this.size = size;
    this.progress = progress;
    this.window = window;
    this.pool = pool;
    this.allow = allow;
    this.closed = closed;
  }

  /**
   * Returns one for a binary that comes by another protocol.
   *
   * @param size how many bytes will come
   * @param window how many bytes are read ahead; at least one chunk
   * @param roomUpTo told up to which byte there is room, by the thread that reads
   * @param closed told when nobody reads any more
   */
  public static StreamReceive of(
      long size, int window, ChunkPool pool, LongConsumer roomUpTo, Runnable closed) {
    return new StreamReceive(
        size,
        Long.MAX_VALUE,
        ChunkPool.chunksFor(window),
        pool,
        progress -> tell(roomUpTo, progress.get()),
        stream -> closed.run());
  }

  private static void tell(LongConsumer roomUpTo, Progress progress) {
    if (progress != null) {
      roomUpTo.accept(progress.upTo());
    }
  }

  // ------------------------------------------------------------------ the loop's side

  @Override
  public ByteBuffer[] room(long most) throws IOException {
    ChunkStream stream = streamNow();
    synchronized (this) {
      if (done) {
        return null;
      }
      long limit = size < 0 ? allowedUpTo : Math.min(size, allowedUpTo);
      if (filling) {
        throw new ProtocolViolationException("fragments of one message on two sockets at once");
      }
      if (stream == null || received + most > limit) {
        throw new ProtocolViolationException(
            "%d bytes of a stream that has %d and is allowed up to %d"
                .formatted(received + most, size, allowedUpTo));
      }
      filling = true;
    }
    return stream.room(most);
  }

  @Override
  public void filled(long count) {
    boolean tells;
    synchronized (this) {
      received += count;
      filling = false;
      tells = received - told >= progress;
    }
    // There was room, so it was there.
    opened.join().filled(count);
    if (tells) {
      allow.allow(this::progress);
    }
  }

  @Override
  public void end() throws ProtocolViolationException {
    synchronized (this) {
      if (done) {
        return;
      }
      if (size >= 0 && received != size) {
        throw new ProtocolViolationException(
            "a message that ends after %d of the %d bytes that were announced"
                .formatted(received, size));
      }
    }
    ChunkStream stream = streamNow();
    if (stream == null) {
      throw new ProtocolViolationException("a message that ends before it was allowed to begin");
    }
    stream.end();
  }

  @Override
  public boolean fail(String reason) {
    synchronized (this) {
      failure = reason;
    }
    IOException cause = new IOException(reason);
    openInVain(cause);
    // Not only if there was memory before: it may come at the same moment, and its reader waits.
    if (!opened.isCompletedExceptionally()) {
      opened.join().fail(cause);
    }
    return true;
  }

  /** There will be no memory, unless there is already: whoever waits for it stands in the way. */
  private void openInVain(IOException reason) {
    if (opened.completeExceptionally(reason)) {
      Reservation asked;
      synchronized (this) {
        asked = reservation;
      }
      if (asked != null) {
        asked.close();
      }
    }
  }

  /** Returns where the bytes go; null if there is no memory yet, or there will be none. */
  private ChunkStream streamNow() {
    // What nobody wants to read, or has failed, is no reason for a second failure.
    return opened.isCompletedExceptionally() ? null : opened.getNow(null);
  }

  /** Returns whether all has arrived. */
  boolean isEnded() {
    ChunkStream stream = streamNow();
    return stream != null && stream.isEnded();
  }

  // ------------------------------------------------------------------ the reader's side

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  /** Returns whether somebody reads it, or has read it. */
  synchronized boolean isBegun() {
    return begun;
  }

  /**
   * Checks that it can still be read.
   *
   * @throws IllegalStateException if somebody reads it already
   * @throws PayloadReleasedException if it was given back
   */
  synchronized void checkUnread() {
    if (begun) {
      throw new IllegalStateException("this binary is read while it arrives, and once only");
    }
    if (claimed) {
      throw new IllegalStateException(
          "this binary was sent in a transaction, and is passed on when that commits");
    }
    if (done) {
      throw new PayloadReleasedException();
    }
  }

  @Override
  public synchronized void claim() {
    checkUnread();
    claimed = true;
  }

  @Override
  public synchronized void disclaim() {
    claimed = false;
  }

  @Override
  public InputStream openStream() {
    begin();
    return new Reader();
  }

  /** Asks for memory and, when there is some, lets the sender send. */
  private void begin() {
    synchronized (this) {
      checkUnread();
      begun = true;
    }
    Reservation asked = pool.reserve(window, this::granted);
    synchronized (this) {
      reservation = asked;
    }
    if (opened.isCompletedExceptionally()) {
      asked.close();
    }
  }

  /**
   * Begins to take the bytes where they lie, for who passes them on.
   *
   * @throws IllegalStateException if somebody reads already
   * @throws PayloadReleasedException if the message was given back
   */
  Pieces openPieces() {
    begin();
    return new Pieces();
  }

  /** The bytes as they arrive, without a copy. Used by one thread. */
  final class Pieces {

    private Pieces() {}

    /**
     * Returns the next bytes, waiting for them if there are none, or null at the end. The caller
     * releases them, and may do so after the message was given back.
     *
     * @throws IOException if the sender failed
     * @throws PayloadReleasedException if the message was given back
     */
    Segment.Lent next() throws IOException {
      checkOpen();
      try {
        return stream().lend();
      } catch (IOException e) {
        checkOpen();
        throw e;
      }
    }
  }

  private void checkOpen() {
    synchronized (this) {
      if (done) {
        throw new PayloadReleasedException();
      }
    }
  }

  private ChunkStream stream() throws IOException {
    try {
      return opened.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for memory to receive into");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private void granted(Reservation granted) {
    ChunkStream stream = new ChunkStream(granted, window, this::roomUpTo);
    if (opened.complete(stream)) {
      synchronized (this) {
        allowedUpTo = stream.roomUpTo();
      }
      allow.allow(this::progress);
    } else {
      granted.close();
    }
  }

  private void roomUpTo(long upTo) {
    long step = (long) window * ChunkPool.CHUNK_SIZE / 4;
    synchronized (this) {
      if (upTo - allowedUpTo < step) {
        return;
      }
      allowedUpTo = upTo;
    }
    allow.allow(this::progress);
  }

  @Override
  public void again() {
    allow.allow(this::progress);
  }

  private synchronized Progress progress() {
    // What arrived before it failed can still be read, but the number may be another message's.
    if (done || failure != null || allowedUpTo == 0) {
      return null;
    }
    told = received;
    return new Progress(received, allowedUpTo);
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    Pieces pieces = openPieces();
    ChunkWriter writer = new ChunkWriter(target);
    for (Segment.Lent piece = pieces.next(); piece != null; piece = pieces.next()) {
      try {
        writer.write(piece.buffer());
      } finally {
        piece.release();
      }
    }
  }

  /** Gives everything back: nobody reads any more. Doing so twice is harmless. */
  public void close() {
    synchronized (this) {
      if (done) {
        return;
      }
      done = true;
    }
    openInVain(new IOException("the message was given back"));
    if (!opened.isCompletedExceptionally()) {
      opened.join().close();
    }
    closed.accept(this);
  }

  /** What the listener reads. */
  private final class Reader extends InputStream {

    private final byte[] single = new byte[1];

    @Override
    public int read() throws IOException {
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      checkOpen();
      try {
        return stream().read(target, offset, length);
      } catch (IOException e) {
        // The message may have been given back while this thread was waiting for bytes.
        checkOpen();
        throw e;
      }
    }
  }
}
