package io.teleport.engine.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * One connected socket, with TLS or without: read by its loop, written by whoever has the
 * <em>writer's role</em>.
 *
 * <p>The role is taken by the thread that calls {@link #flush} while nobody has it. If writes are
 * brief, that thread writes to the socket itself, unless the last write was a moment ago: then many
 * small writes are under way, and the loop, which takes a moment to come round, writes them in one.
 * Writes that are not brief are left to the loop. When the socket is full the role passes to the
 * loop, and stays there until the queue is empty; so bytes of two messages never mix.
 *
 * <p>{@link #flush} and {@link #close} may be called by any thread; everything else belongs to the
 * loop.
 */
public final class Link {

  private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final SocketChannel channel;

  /** The same with TLS; null without. */
  private final SecureChannel secure;

  private final AtomicInteger unseen = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final BiConsumer<Link, Throwable> onClosed;
  private volatile Loop loop;
  private volatile LinkWriter writer;
  private volatile long lastWrite;
  private volatile long lastRead;
  private LinkReader reader;
  private SelectionKey key;
  private boolean parked;
  private volatile boolean ended;

  /**
   * Creates a link over a connected socket, which belongs to it from here on. It does nothing
   * before {@link #begin}.
   *
   * @param onClosed told once, on the loop, when the link is closed and nothing moves any more, and
   *     why (null if this side wanted it)
   * @throws IOException if the socket cannot be used; it is closed then
   */
  public Link(SocketChannel channel, BiConsumer<Link, Throwable> onClosed) throws IOException {
    this(channel, null, onClosed);
  }

  /**
   * Creates a link over a connected socket with TLS, whose handshake comes first: nothing is read
   * or written before it is over.
   *
   * @param secure encrypts the socket; null for one that is not encrypted
   * @throws IOException if the socket cannot be used; it is closed then
   */
  public Link(SocketChannel channel, SecureChannel secure, BiConsumer<Link, Throwable> onClosed)
      throws IOException {
    this.channel = channel;
    this.secure = secure;
    this.onClosed = onClosed;
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives the link to its first loop, with what reads and writes. */
  public void begin(Loop firstLoop, LinkReader newReader, LinkWriter newWriter) {
    loop = firstLoop;
    writer = newWriter;
    lastRead = firstLoop.nanoTime().getAsLong();
    lastWrite = lastRead - BUSY_NANOS;
    firstLoop.execute(() -> register(newReader));
  }

  /**
   * Changes what reads and writes, and the loop if it is another one. Called on the present loop,
   * when nothing is queued with the present writer.
   */
  public void moveTo(Loop newLoop, LinkReader newReader, LinkWriter newWriter) {
    reader.close();
    writer = newWriter;
    if (newLoop == loop) {
      reader = newReader;
    } else {
      reader = null;
      key.cancel();
      key = null;
      loop = newLoop;
      newLoop.execute(() -> register(newReader));
    }
  }

  private void register(LinkReader newReader) {
    reader = newReader;
    if (closed.get()) {
      newReader.close();
      return;
    }
    try {
      key = loop.register(channel, SelectionKey.OP_READ, this::ready);
    } catch (IOException e) {
      close(e);
      return;
    }
    if (isShaking()) {
      shake();
    } else {
      readOn();
    }
  }

  private boolean isShaking() {
    return secure != null && !secure.isReady();
  }

  /** Goes on with the TLS handshake, if there still is a reason to. */
  private void shake() {
    if (closed.get()) {
      return;
    }
    try {
      switch (secure.shake()) {
        case READABLE -> key.interestOps(SelectionKey.OP_READ);
        case WRITABLE -> key.interestOps(SelectionKey.OP_WRITE);
        case TASK -> {
          key.interestOps(0);
          Loop home = loop;
          home.elsewhere(
              () -> {
                secure.task().run();
                home.execute(this::shake);
              });
        }
        case DONE -> {
          key.interestOps(SelectionKey.OP_READ);
          flush();
          readOn();
        }
      }
    } catch (IOException e) {
      close(e);
    } catch (RuntimeException | Error e) {
      close(e);
    }
  }

  /** Reads what TLS holds already, of which the selector knows nothing. */
  private void readOn() {
    // A link that has changed loops is read on by its new one.
    if (secure != null
        && loop.isHeldByCaller()
        && secure.mayHaveMore()
        && !closed.get()
        && isReading()) {
      read();
    }
  }

  private boolean isReading() {
    return key != null && key.isValid() && (key.interestOps() & SelectionKey.OP_READ) != 0;
  }

  /** Returns the other side's IP address, or null if the link is closed. */
  public InetAddress remoteAddress() {
    try {
      return channel.getRemoteAddress() instanceof InetSocketAddress inet
          ? inet.getAddress()
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns when bytes last arrived, by the loop's clock. */
  public long lastRead() {
    return lastRead;
  }

  /** Returns when bytes were last written, by the loop's clock. */
  public long lastWrite() {
    return lastWrite;
  }

  /** Returns whether the link is closed, or about to be. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Makes sure that what was queued before with the writer leaves. */
  public void flush() {
    flush(false);
  }

  /**
   * The same, for what must not wait for a loop that is held up: the calling thread writes itself
   * if nobody else has the writer's role, however busy the socket is.
   */
  public void flushAtOnce() {
    flush(true);
  }

  private void flush(boolean atOnce) {
    if (closed.get()) {
      writer.discard();
      return;
    }
    if (isShaking()) {
      // It leaves when the handshake is over.
      return;
    }
    if (unseen.getAndIncrement() == 0) {
      Loop home = loop;
      boolean idle = home.nanoTime().getAsLong() - lastWrite > BUSY_NANOS;
      if (home.isHeldByCaller() || (writer.isBrief() && (atOnce || idle || home.isUnattended()))) {
        drain();
      } else {
        home.execute(this::drain);
      }
    }
  }

  /**
   * Gives the socket away: it is this link's no more, which does nothing from here on, and nobody
   * is told. A new link on the same loop takes over what the loop knows of the socket. Called on
   * the loop, when nothing is queued with the writer.
   */
  public SocketChannel detach() {
    closed.set(true);
    ended = true;
    return channel;
  }

  /** Closes the link. */
  public void close(Throwable reason) {
    if (closed.compareAndSet(false, true)) {
      loop.execute(() -> end(reason));
    }
  }

  /** Writes until there is nothing left. Called by who has the writer's role. */
  private void drain() {
    int seen = unseen.get();
    while (!closed.get()) {
      try {
        LinkWriter.Progress progress = write();
        Loop home = loop;
        if (writer.hasWritten()) {
          lastWrite = home.nanoTime().getAsLong();
          home.busyAt(lastWrite);
        }
        if (progress == LinkWriter.Progress.SOCKET_FULL) {
          loop.execute(this::park);
          return;
        }
        if (progress == LinkWriter.Progress.MORE) {
          loop.execute(this::drain);
          return;
        }
      } catch (IOException e) {
        close(e);
        break;
      } catch (RuntimeException | Error e) {
        close(e);
        break;
      }
      seen = unseen.addAndGet(-seen);
      if (seen == 0) {
        return;
      }
    }
    // The role is never given up again: nobody else writes from here on.
    writer.abandon();
    writer.discard();
  }

  private LinkWriter.Progress write() throws IOException {
    if (secure == null) {
      return writer.write(channel);
    }
    if (!secure.flush()) {
      return LinkWriter.Progress.SOCKET_FULL;
    }
    LinkWriter.Progress progress = writer.write(secure);
    return secure.owesSocket() ? LinkWriter.Progress.SOCKET_FULL : progress;
  }

  /** Waits, on the loop, until the socket takes more. */
  private void park() {
    if (closed.get()) {
      writer.abandon();
      writer.discard();
      return;
    }
    parked = true;
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  private void ready(SelectionKey ready) {
    if (!ready.isValid() || closed.get()) {
      return;
    }
    if (isShaking()) {
      shake();
      return;
    }
    if (ready.isWritable() && parked) {
      parked = false;
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      drain();
    }
    if (!closed.get() && ready.isReadable()) {
      read();
    }
  }

  /**
   * Reads nothing until {@link #resumeReading}, so that the other side has to wait sooner or later.
   * Called on the loop.
   */
  public void pauseReading() {
    if (key != null && key.isValid()) {
      key.interestOpsAnd(~SelectionKey.OP_READ);
    }
  }

  /** Goes on reading, at once. Called on the loop. */
  public void resumeReading() {
    if (key != null && key.isValid() && !closed.get()) {
      key.interestOpsOr(SelectionKey.OP_READ);
      read();
    }
  }

  private void read() {
    try {
      lastRead = loop.nanoTime().getAsLong();
      if (!reader.read(secure == null ? channel : secure)) {
        close(new EOFException("the other side closed the connection"));
      } else if (secure != null) {
        if (secure.owesSocket()) {
          flush();
        }
        if (secure.mayHaveMore()) {
          loop.execute(this::readOn);
        }
      }
    } catch (IOException e) {
      close(e);
    } catch (RuntimeException | Error e) {
      close(e);
    }
  }

  private void end(Throwable reason) {
    if (ended) {
      return;
    }
    ended = true;
    if (key != null) {
      key.cancel();
    }
    Throwable failure = reason;
    try {
      (secure == null ? channel : secure).close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (parked || unseen.getAndIncrement() == 0) {
      parked = false;
      writer.abandon();
    }
    writer.discard();
    if (reader != null) {
      reader.close();
    }
    onClosed.accept(this, failure);
  }
}
